// The cases of warnings about how files are spread over the storage.
import type { FileLayoutRecord } from '../../src/result/schema.js';
import type { Case } from './judging.js';

const of = (stripeCount: number): NonNullable<FileLayoutRecord['file']> => ({
  ...{ pool: null, stripeCount, stripeSize: 2 ** 20, objectSize: null, objectClass: null },
  ...{ details: {}, targets: [], by: 'lfs getstripe' },
});

const found = (directory: number, file: number): FileLayoutRecord => {
  return { asked: null, setBy: null, directory: of(directory), file: of(file), problem: '' };
};

export const layoutCases: Case[] = [
  {
    code: 'FILE_LAYOUT_DIFFERS',
    circumstances: { fileLayout: found(8, 4) },
    raised: {},
    evidence: { stripeCount: '4, not 8' },
    silent: {},
    silentCircumstances: { fileLayout: found(8, 8) },
  },
  {
    code: 'FILE_LAYOUT_DIFFERS',
    circumstances: {
      fileLayout: { ...found(4, 4), file: { ...of(4), pool: 'hdd' }, directory: { ...of(4), pool: 'ssd' } },
    },
    raised: {},
    evidence: { pool: 'hdd, not ssd' },
    silent: {},
    silentCircumstances: { fileLayout: { ...found(4, 8), directory: null } },
  },
];
