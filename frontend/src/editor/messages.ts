// The messages of the live server, by number (see writing/live/protocol.py).
import * as encoding from "lib0/encoding";

export const SYNC = 0;
export const AWARENESS = 1;
export const QUERY_AWARENESS = 3;
export const SAVED = 101;
export const NOTICE = 102;

export interface Notice {
  kind: string;
  level?: string;
  frozen?: boolean;
}

export function begin(kind: number): encoding.Encoder {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  return encoder;
}
