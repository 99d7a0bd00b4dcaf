// Values that a configuration of DLIO gives, by key; each has been read as the type that its key has.

export type DlioValues = ReadonlyMap<string, unknown>;

export function textOf(values: DlioValues, key: string, preset: string): string {
  const value = values.get(key);
  return typeof value === 'string' ? value : preset;
}

export function numberOf(values: DlioValues, key: string, preset: number): number {
  const value = values.get(key);
  return typeof value === 'number' ? value : preset;
}
