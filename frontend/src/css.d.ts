// A style that a script brings along: Vite puts it into a file beside the script's.
declare module "*.css";
