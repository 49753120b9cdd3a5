/**
 * JSON with places: what a text holds, where each part of it stands, and what a plain `JSON.parse` would hide
 * (members written twice, members that reach an object's prototype).
 */
import { findNodeAtLocation, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { printable } from '../errors/redact.ts';

export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

export interface JsonProblem extends Place {
  readonly message: string;
  readonly path: readonly PathPart[];
}

export type PathPart = string | number;

export interface JsonText {
  /** `undefined` when the text is not JSON; `problems` then says why. */
  readonly value: unknown;
  readonly problems: readonly JsonProblem[];
  /** Where the value at `path` stands: the member's name where it has one, else the nearest part around it that exists. */
  place(path: readonly PathPart[]): Place;
}

const MAX_LENGTH = 8 * 1024 * 1024;
// Decoders put it in place of what they cannot read; saving it would make the loss a lasting one.
const NOT_UTF8 = 'holds a character (U+FFFD) that stands for bytes that are not UTF-8';
const PROTOTYPE_MEMBERS = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses strict JSON (RFC 8259): no comments, no trailing commas. Never throws. */
export function parseJsonText(text: string): JsonText {
  const lines = lineStarts(text);
  const at = (offset: number): Place => placeOf(lines, offset);
  const failed = (message: string, offset: number): JsonText => ({
    value: undefined,
    problems: [{ message, path: [], ...at(offset) }],
    place: () => at(offset),
  });
  if (text.length > MAX_LENGTH) return failed('the file is larger than 8 MB', 0);
  const plain = plainValue(text);
  if (plain !== undefined) {
    // A tree of places takes far longer and more memory than the value; most files never need theirs.
    let tree: Node | undefined;
    const place = (path: readonly PathPart[]): Place => {
      tree ??= parseTree(text);
      return at(tree === undefined ? 0 : offsetOf(tree, path));
    };
    return { value: plain, problems: [], place };
  }
  const errors: ParseError[] = [];
  let root: Node | undefined;
  const problems: JsonProblem[] = [];
  let value: unknown;
  try {
    root = parseTree(text.replace(/^\ufeff/, ' '), errors, {
      disallowComments: true,
      allowTrailingComma: false,
    });
    const [error] = errors;
    if (error !== undefined) return failed(`is not valid JSON: ${describe(error)}`, error.offset);
    if (root === undefined) return failed('the file is empty', 0);
    const damaged = text.indexOf('\ufffd');
    if (damaged !== -1) problems.push({ message: NOT_UTF8, path: [], ...at(damaged) });
    value = nodeValue(root, [], (message, path, offset) => problems.push({ message, path, ...at(offset) }));
  } catch (error) {
    if (error instanceof RangeError) return failed('is nested too deeply', 0);
    throw error;
  }
  const tree = root;
  return { value, problems, place: (path) => at(offsetOf(tree, path)) };
}

/** The value of a text in which nothing can be wrong; `undefined` when it has to be looked at closely. */
function plainValue(text: string): unknown {
  if (/^\ufeff|\ufffd/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return hidesNothing(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every member that is written is in what `JSON.parse` answers. Throws `RangeError` when nested too deeply. */
function hidesNothing(text: string): boolean {
  const open: Set<string>[] = [];
  let hides = false;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name) => {
      const members = open.at(-1);
      hides ||= PROTOTYPE_MEMBERS.has(name) || members?.has(name) === true;
      members?.add(name);
    },
  });
  return !hides;
}

type Report = (message: string, path: readonly PathPart[], offset: number) => void;

function nodeValue(node: Node, path: readonly PathPart[], report: Report): unknown {
  if (node.type === 'array')
    return (node.children ?? []).map((child, i) => nodeValue(child, [...path, i], report));
  if (node.type !== 'object') return node.value as unknown;
  const members = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const key = String(keyNode.value);
    const inside = [...path, key];
    if (PROTOTYPE_MEMBERS.has(key)) report(`"${key}" is not allowed as a member`, path, keyNode.offset);
    else if (members.has(key)) report(`"${printable(key)}" is written twice`, path, keyNode.offset);
    else members.set(key, nodeValue(valueNode, inside, report));
  }
  return Object.fromEntries(members);
}

function offsetOf(root: Node, path: readonly PathPart[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node === undefined) continue;
    return node.parent?.type === 'property' ? node.parent.offset : node.offset;
  }
  return root.offset;
}

function describe(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.toLowerCase();
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

function placeOf(lines: readonly number[], offset: number): Place {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
