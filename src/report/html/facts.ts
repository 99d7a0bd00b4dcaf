// The parts on the mounts and the machines: what they are, as the record has it.
import type { HostRecord, MountRecord } from '../../result/schema.js';
import { formatSize } from '../numbers.js';
import { recordFacts } from './fact-list.js';
import { mountHtml } from './figure-table.js';
import { html, type Content, type Markup } from './markup.js';
import { factsHtml, foldedHtml } from './tables.js';

export function mountsHtml(mounts: readonly MountRecord[]): Markup {
  return html`<div class="cards">${mounts.map((mount, at) => mountCard(mount, at))}</div>`;
}

function mountCard({ name, path, fileSystem }: MountRecord, at: number): Markup {
  const { type, source, mountPoint, options, superOptions, statfs, device, system } = fileSystem;
  const all = [...new Set([...options, ...superOptions])];
  return html`<article class="card">
    <h3>${mountHtml(name, at)}</h3>
    ${factsHtml([
      ['Path', html`<code>${path}</code>`],
      ['File system', systemText(type, system?.title, system?.version)],
      ['Source', html`<code>${source}</code>`],
      ['Mounted at', html`<code>${mountPoint}</code>`],
      ['Options', all.length === 0 ? '' : html`<code class="break">${all.join(',')}</code>`],
      ['Size', sizeText(statfs.totalBytes)],
      ['Free', sizeText(statfs.availableBytes)],
      ['Device', device === null ? 'none: not on a block device' : deviceText(device)],
    ])}${foldedHtml('All that is known of it', recordFacts({ statfs, device, ...(system === undefined ? {} : { system }) }))}
  </article>`;
}

function systemText(type: string, title = '', version = ''): string {
  return [title === '' || title === type ? type : `${title} (${type})`, version]
    .filter((text) => text !== '')
    .join(', ');
}

function sizeText(bytes: number | null): string {
  return bytes === null || bytes === 0 ? 'not told' : formatSize(bytes);
}

function deviceText(device: NonNullable<MountRecord['fileSystem']['device']>): string {
  const { name, model, transport, scheduler, queueDepth, writeCache } = device;
  return [
    name,
    model,
    transport,
    scheduler === null ? null : `scheduler ${scheduler}`,
    queueDepth === null ? null : `${queueDepth} requests`,
    writeCache === null ? null : `cache ${writeCache}`,
  ]
    .filter((text) => text !== null && text !== undefined)
    .join(', ');
}

export function hostsHtml(hosts: readonly HostRecord[]): Markup {
  return html`<div class="cards">${hosts.map(hostCard)}</div>`;
}

function hostCard(host: HostRecord): Markup {
  const { name, os, kernel, cpu, memoryBytes, memoryAvailableBytes, virtualization, cgroup, gpus, links = [] } = host;
  const up = links.filter(({ kind, state }) => kind !== 'virtual' && state === 'up');
  const available = memoryAvailableBytes === null ? '' : `, ${formatSize(memoryAvailableBytes)} available at the start`;
  return html`<article class="card">
    <h3>${name}</h3>
    ${factsHtml([
      ['System', os],
      ['Kernel', kernel],
      ['Processor', processorText(cpu)],
      ['Memory', `${formatSize(memoryBytes)}${available}`],
      ['Limits', cgroupText(cgroup)],
      ['Virtualization', virtualization],
      ['GPUs', gpusHtml(gpus)],
      ['Links', up.map((link) => link.name).join(', ')],
    ])}${foldedHtml('All that is known of it', recordFacts(host))}
  </article>`;
}

function processorText({ model, architecture, sockets, cores, threads }: HostRecord['cpu']): string {
  const counts = [
    sockets === null ? '' : `${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`,
    cores === null ? '' : `${cores} cores`,
    `${threads} threads`,
  ];
  return [model, architecture, ...counts].filter((text) => text !== '').join(', ');
}

function cgroupText({ cpuQuotaCores, memoryLimitBytes, cpuset }: HostRecord['cgroup']): string {
  const limits = [
    cpuQuotaCores === null ? '' : `${cpuQuotaCores} cores`,
    memoryLimitBytes === null ? '' : `${formatSize(memoryLimitBytes)} of memory`,
    cpuset === null ? '' : `processors ${cpuset}`,
  ].filter((text) => text !== '');
  return limits.length === 0 ? 'no limit of a control group' : limits.join(', ');
}

function gpusHtml(gpus: HostRecord['gpus']): Content {
  if (gpus.length === 0) return 'none';
  const names = gpus.map((gpu) => ('name' in gpu && typeof gpu.name === 'string' ? gpu.name : 'GPU'));
  return [...new Set(names)].map((name) => `${names.filter((one) => one === name).length} × ${name}`).join(', ');
}
