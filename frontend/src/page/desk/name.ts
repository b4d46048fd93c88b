// Of what the desk keeps on a device: its base, its cache, and the sign that there is something.
export const KEEPER = "openweek-desk";
