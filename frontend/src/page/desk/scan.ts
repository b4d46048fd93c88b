// One square is read with the camera: by the browser itself where it can, else by a decoder of ours.
import decodeQR from "qr/decode.js";

const EVERY_MS = 150;
const SIDE = 640;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

export async function scan(found: (text: string) => void): Promise<void> {
  const dialog = document.getElementById("scan-dialog") as HTMLDialogElement;
  const video = dialog.querySelector("video") as HTMLVideoElement;
  const said = dialog.querySelector<HTMLElement>("[data-scan-said]") as HTMLElement;
  said.textContent = "";
  dialog.showModal();
  let stream: MediaStream | undefined;
  dialog.querySelector("[data-scan-close]")?.addEventListener("click", () => dialog.close(), { once: true });
  dialog.addEventListener("close", () => stream?.getTracks().forEach((track) => track.stop()), { once: true });
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    await video.play();
  } catch {
    said.textContent = said.dataset["wordDenied"] ?? "";
    return;
  }
  const read = reader();
  while (dialog.open) {
    const text = await read(video);
    if (text) {
      dialog.close();
      found(text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

function reader(): (video: HTMLVideoElement) => Promise<string | undefined> {
  if (window.BarcodeDetector) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? byHand(video);
  }
  return (video) => Promise.resolve(byHand(video));
}

const canvas = document.createElement("canvas");

function byHand(video: HTMLVideoElement): string | undefined {
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || !canvas.width || !canvas.height) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return undefined; // no square in this picture
  }
}
