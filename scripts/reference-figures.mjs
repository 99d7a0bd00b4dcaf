// The page docs/reference-figures.md: what is published of storage systems, from the tables of src/analyze.

const about = `What guides, vendors and operators publish of storage systems. Reports set measured values beside these figures and
name where they are from. **None of them is a measurement of ioproof**, none says how it was measured, and some of them
contradict each other. They are of systems of other sizes than the one in front of you: read what each is of first.`;

/** Axes as the table names them. */
const axisNames = { bandwidth: 'bandwidth', iops: '4K random IOPS', metadata: 'metadata', latency: 'latency' };

/**
 * The page as Markdown.
 * @param {(rows: string[][]) => string} table
 */
export async function referenceFigures(table) {
  const path = (/** @type {string} */ name) => `../dist/${name}.js`;
  const figures = /** @type {typeof import('../src/analyze/published-figures.js')} */ (
    await import(path('analyze/published-figures'))
  );
  const ranges = /** @type {typeof import('../src/analyze/published-ranges.js')} */ (
    await import(path('analyze/published-ranges'))
  );
  const remarks = /** @type {typeof import('../src/analyze/published-remarks.js')} */ (
    await import(path('analyze/published-remarks'))
  );
  const kinds = /** @type {typeof import('../src/filesystem/kinds.js')} */ (await import(path('filesystem/kinds')));
  const sections = [
    ['Sources', table(sourceRows(figures))],
    ['Systems', table(figureRows(figures, kinds))],
    ['What is said to be needed', table(targetRows(figures))],
    ['How busy storage keeps GPUs', `Of ${ranges.publishedSources}.\n\n${table(rangeRows(ranges))}`],
    ...remarkSections(remarks, table),
  ];
  return [
    '# Published figures',
    '<!-- Written from src/analyze/published-*.ts; change those, not this file. -->',
    about,
    ...sections.flatMap(([title, text]) => [`## ${title}`, text]),
  ].join('\n\n');
}

/** @param {typeof import('../src/analyze/published-figures.js')} figures */
function sourceRows({ publishedSourceTitles }) {
  return [['Letter', 'Stands for'], ...Object.entries(publishedSourceTitles)];
}

/**
 * @param {typeof import('../src/analyze/published-figures.js')} figures
 * @param {typeof import('../src/filesystem/kinds.js')} kinds
 */
function figureRows({ publishedOfKinds, publishedFigures }, { fileSystemTitles }) {
  const names = /** @type {(keyof typeof fileSystemTitles)[]} */ (Object.keys(publishedOfKinds));
  const axes = /** @type {(keyof typeof axisNames)[]} */ (Object.keys(axisNames));
  const rows = names.flatMap((kind) =>
    axes.flatMap((axis) =>
      publishedFigures(kind, axis).map(({ of, text, sources }) => {
        return [fileSystemTitles[kind], axisNames[axis], of, text, sources.join(', ')];
      }),
    ),
  );
  return [['System', 'Axis', 'Of', 'Published', 'Source'], ...rows];
}

/** @param {typeof import('../src/analyze/published-figures.js')} figures */
function targetRows({ publishedTargets }) {
  return [['What', 'Figure', 'Source'], ...publishedTargets.map(({ what, figure, source }) => [what, figure, source])];
}

/** @param {typeof import('../src/analyze/published-ranges.js')} ranges */
function rangeRows({ allPublishedRanges }) {
  const rows = allPublishedRanges.map(({ storage, fromPercent, toPercent }) => [
    storage,
    `${fromPercent} to ${toPercent} %`,
  ]);
  return [['Storage', 'Time that GPUs compute'], ...rows];
}

/**
 * @param {typeof import('../src/analyze/published-remarks.js')} remarks
 * @param {(rows: string[][]) => string} table
 */
function remarkSections({ publishedRemarks }, table) {
  const subjects = [...new Set(publishedRemarks.map((remark) => remark.about))];
  return subjects.map((subject) => {
    const rows = publishedRemarks
      .filter((remark) => remark.about === subject)
      .map(({ what, figure, sources }) => [what, figure, sources.join(', ')]);
    return [subject, table([['What', 'Published', 'Source'], ...rows])];
  });
}
