import { basename, dirname } from 'node:path';
import type { FileSystem, OpenFile } from '../../src/store/lowdb/file-system.ts';

/**
 * A disk in memory that forgets, when the power fails, what was not synced: contents of files not synced, and
 * names in folders not synced. Each of those may have reached the disk, or not, or a file in part, as `random` says.
 */
export type CrashingDisk = {
  fs: FileSystem;
  /** Lets `operations` more of them succeed; the next fails with `code`, and so do those after it. */
  failAfter(operations: number, code?: string): void;
  /** The disk as it's found after the power failed, on which everything works again. */
  afterPowerCut(random: () => number): CrashingDisk;
  /** Paths of all files. */
  files(): string[];
  read(path: string): Buffer;
  write(path: string, data: Uint8Array): void;
};

type FileNode = { kind: 'file'; ino: number; data: Buffer; durable: Buffer };
type FolderNode = { kind: 'folder'; names: Map<string, Node>; durable: Map<string, Node> };
type Node = FileNode | FolderNode;

export function crashingDisk(root: FolderNode = folder()): CrashingDisk {
  let left = Number.POSITIVE_INFINITY;
  let failure = 'EIO';

  const operation = async (): Promise<void> => {
    await Promise.resolve();
    if (left-- <= 0) throw fault(failure);
  };
  const find = (path: string): Node | null => {
    let node: Node = root;
    for (const name of path.split('/').filter(Boolean)) {
      const next: Node | undefined = node.kind === 'folder' ? node.names.get(name) : undefined;
      if (!next) return null;
      node = next;
    }
    return node;
  };
  const need = <K extends Node['kind']>(path: string, kind: K): Extract<Node, { kind: K }> => {
    const node = find(path);
    if (node?.kind !== kind) throw fault('ENOENT');
    return node as Extract<Node, { kind: K }>;
  };

  const fs: FileSystem = {
    async open(path, flags) {
      await operation();
      const existing = find(path);
      if (existing?.kind === 'folder') return openFolder(existing, operation);
      if (existing && flags === 'wx') throw fault('EEXIST');
      if (!existing && flags === 'r') throw fault('ENOENT');
      const file = existing ?? fileNode(Buffer.alloc(0));
      need(dirname(path), 'folder').names.set(basename(path), file);
      return openFile(file, operation);
    },
    async readFile(path) {
      await operation();
      return Buffer.from(need(path, 'file').data);
    },
    async rename(from, to) {
      await operation();
      const moved = need(from, 'file');
      need(dirname(to), 'folder').names.set(basename(to), moved);
      need(dirname(from), 'folder').names.delete(basename(from));
    },
    async mkdir(path) {
      await operation();
      const parent = need(dirname(path), 'folder');
      if (parent.names.has(basename(path))) throw fault('EEXIST');
      parent.names.set(basename(path), folder());
    },
    async readdir(path) {
      await operation();
      return [...need(path, 'folder').names.keys()];
    },
    async stat(path) {
      await operation();
      return factsOf(need(path, 'file'));
    },
    async rm(path) {
      await operation();
      const parent = find(dirname(path));
      if (parent?.kind === 'folder') parent.names.delete(basename(path));
    },
  };

  return {
    fs,
    failAfter(operations, code = 'EIO') {
      left = operations;
      failure = code;
    },
    afterPowerCut: (random) => crashingDisk(survivorsOf(root, random)),
    files: () => [...pathsIn(root, '')],
    read: (path) => need(path, 'file').data,
    write: (path, data) => {
      const file = need(path, 'file');
      file.data = file.durable = Buffer.from(data);
    },
  };
}

let inodes = 0;

const fileNode = (data: Buffer): FileNode => ({ kind: 'file', ino: ++inodes, data, durable: data });

const factsOf = ({ ino, data }: FileNode) => ({ ino, size: data.length });

function folder(): FolderNode {
  return { kind: 'folder', names: new Map(), durable: new Map() };
}

function openFile(file: FileNode, operation: () => Promise<void>): OpenFile {
  const sync = async () => {
    await operation();
    file.durable = file.data;
  };
  return {
    async appendFile(data) {
      const bytes = Buffer.from(data);
      const half = bytes.length >> 1;
      file.data = Buffer.concat([file.data, bytes.subarray(0, half)]);
      await operation();
      file.data = Buffer.concat([file.data, bytes.subarray(half)]);
    },
    async truncate(length) {
      await operation();
      file.data = file.data.subarray(0, length);
    },
    datasync: sync,
    sync,
    close: async () => undefined,
    async stat() {
      await operation();
      return factsOf(file);
    },
    async read(into, offset, length, position) {
      await operation();
      const bytes = file.data.subarray(position, position + length);
      into.set(bytes, offset);
      return { bytesRead: bytes.length };
    },
  };
}

function openFolder(node: FolderNode, operation: () => Promise<void>): OpenFile {
  const refuse = async () => {
    throw fault('EISDIR');
  };
  const sync = async () => {
    await operation();
    node.durable = new Map(node.names);
  };
  return {
    appendFile: refuse,
    truncate: refuse,
    datasync: sync,
    sync,
    close: async () => undefined,
    stat: refuse,
    read: refuse,
  };
}

function survivorsOf(node: FolderNode, random: () => number): FolderNode {
  const survivors = folder();
  for (const name of new Set([...node.names.keys(), ...node.durable.keys()])) {
    const survivor = random() < 0.5 ? node.names.get(name) : node.durable.get(name);
    if (survivor)
      survivors.names.set(
        name,
        survivor.kind === 'file' ? contentOf(survivor, random) : survivorsOf(survivor, random),
      );
  }
  survivors.durable = new Map(survivors.names);
  return survivors;
}

function contentOf({ data, durable }: FileNode, random: () => number): FileNode {
  const found = [data, durable, data.subarray(0, Math.floor(random() * data.length))];
  const appended = data.length > durable.length && data.subarray(0, durable.length).equals(durable);
  if (appended)
    found[2] = data.subarray(0, durable.length + Math.floor(random() * (data.length - durable.length)));
  const kept = data.equals(durable) ? data : (found[Math.floor(random() * 3)] ?? data);
  return fileNode(kept);
}

function* pathsIn(node: FolderNode, path: string): Generator<string> {
  for (const [name, child] of node.names) {
    if (child.kind === 'file') yield `${path}/${name}`;
    else yield* pathsIn(child, `${path}/${name}`);
  }
}

const fault = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });
