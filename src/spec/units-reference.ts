// The part of the workload reference that tells how amounts are written.

export const unitsReference = `## Amounts

- **bytes**: \`4096\`, \`512B\`, \`4KiB\`, \`1.5GiB\`, \`64k\`, \`10MB\`. \`KiB MiB GiB TiB\` and \`K M G T\` in either case are powers of
  1024; \`kB MB GB TB\` are powers of 1000. The result is a whole number of bytes below 2^53.
- **duration**: \`500ms\`, \`30s\`, \`1.5h\`. The unit is required: \`ns us ms s m h\`.
- **percent**: \`70\` or \`70%\`.

There is no space between the number and its unit, no sign and no exponent.`;
