import { SaxesParser } from 'saxes';
import { showable } from '../core/characters.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Frame } from './edition.ts';

/** HTML or other text that is written as a CDATA section, so that people can read the file. */
export type Cdata = { cdata: string };
export type XmlNode = XmlElement | Cdata | string;
export type XmlElement = { name: string; attributes: Record<string, string>; children: XmlNode[] };

/** An element; attributes and children that are null are left out. */
export function element(
  name: string,
  attributes: Record<string, string | null> = {},
  ...children: (XmlNode | null)[]
): XmlElement {
  const given: Record<string, string> = {};
  for (const key in attributes) {
    const value = attributes[key] ?? null;
    if (value !== null) given[key] = value;
  }
  return {
    name,
    attributes: given,
    children: children.filter((child) => child !== null),
  };
}

/** An element that holds a text, or nothing where there is none. */
export const textElement = (name: string, text: string | null): XmlElement | null =>
  text === null ? null : element(name, {}, text);

/** The document's text, with a stylesheet for browsers where one is named: whatever strings the tree holds, it is well-formed XML 1.0. */
export function writeXml(root: XmlElement, { stylesheet }: { stylesheet?: string } = {}): string {
  const lines = ['<?xml version="1.0" encoding="utf-8"?>'];
  if (stylesheet !== undefined)
    lines.push(`<?xml-stylesheet type="text/css"${writeAttribute(['href', stylesheet])}?>`);
  writeElement(root, '', lines);
  return `${lines.join('\n')}\n`;
}

/**
 * The document's text around elements that are written already, because they come in many documents: they become
 * the last children of its last element that lies `depth` deep and has children.
 */
export function writeFrame(root: XmlElement, depth: number, options: { stylesheet?: string } = {}): Frame {
  const lines = writeXml(root, options).trimEnd().split('\n');
  return {
    head: lines.slice(0, -depth).join('\n'),
    between: '',
    tail: `\n${lines.slice(-depth).join('\n')}\n`,
  };
}

/** An element as it stands in a document `depth` elements deep. */
export function writeFragment(node: XmlElement, depth: number): string {
  const lines = [''];
  writeElement(node, '  '.repeat(depth), lines);
  return lines.join('\n');
}

/** The root element of a document; an error names line and column. White space between elements is dropped. */
export function parseXml(text: string): Result<XmlElement, string> {
  const parser = new SaxesParser({ xmlns: true });
  const holder = element('');
  const open = [holder];
  let problem: string | null = null;
  const append = (node: XmlNode): void => {
    open.at(-1)?.children.push(node);
  };
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('opentag', (tag) => {
    const opened = element(tag.name);
    for (const [name, { value }] of Object.entries(tag.attributes)) opened.attributes[name] = value;
    append(opened);
    open.push(opened);
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed?.children.some((child) => typeof child !== 'string'))
      closed.children = closed.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  });
  parser.on('text', (value) => open.length > 1 && append(value));
  parser.on('cdata', append);
  parser.write(text).close();
  const root = holder.children.find((child): child is XmlElement => isElement(child));
  return problem === null && root ? ok(root) : err(problem ?? 'There is no root element.');
}

export const isElement = (node: XmlNode): node is XmlElement => typeof node !== 'string' && 'name' in node;

const isText = (node: XmlNode): boolean => typeof node === 'string' || 'cdata' in node;

export const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => isElement(child) && child.name === name);

/** All text inside an element. */
export const textOf = (node: XmlElement): string =>
  node.children
    .map((child) => (typeof child !== 'string' && isElement(child) ? textOf(child) : textNode(child)))
    .join('');

const textNode = (node: XmlNode): string =>
  typeof node === 'string' ? node : 'cdata' in node ? node.cdata : '';

function writeElement({ name, attributes, children }: XmlElement, indent: string, lines: string[]): void {
  const start = `${indent}<${name}${Object.entries(attributes).map(writeAttribute).join('')}`;
  if (children.length === 0) {
    lines.push(`${start}/>`);
  } else if (children.every(isText)) {
    lines.push(`${start}>${children.map(writeText).join('')}</${name}>`);
  } else {
    lines.push(`${start}>`);
    for (const child of children) {
      if (isElement(child)) writeElement(child, `${indent}  `, lines);
      else lines.push(writeText(child));
    }
    lines.push(`${indent}</${name}>`);
  }
}

const writeAttribute = ([name, value]: [string, string]): string =>
  ` ${name}="${escapeText(value)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n]/g, ' ')}"`;

function writeText(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node);
  if (!('cdata' in node)) throw new Error('An element where text was expected');
  return `<![CDATA[${showable(node.cdata).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** Hexadecimal references, as the RSS Advisory Board's profile asks for in titles; the same text to a parser. */
const escapeText = (text: string): string =>
  showable(text).replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;').replaceAll('>', '&gt;');
