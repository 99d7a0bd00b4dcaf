// How the texts of reports are to look on standard output.
import { type Look, lookOf } from '../report/look.js';
import { lookOf as terminalLook } from './terminal.js';

export function textLook(): Look {
  return lookOf(terminalLook(process.stdout));
}
