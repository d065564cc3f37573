import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type PlainRequest, readPlainRequest } from './plain-request.ts';
import type { Answer } from './static.ts';
import { type WireForm, wireForms } from './wire-form.ts';

export type FastAnswers<Ask> = {
  /** What a request asks for; worked out once for those that a client repeats to the byte. */
  read(request: PlainRequest): Ask;
  /** Null: not by the fast lane. */
  answer(ask: Ask): Answer | null | Promise<Answer | null>;
};

export type FastLane = {
  /** Ends each connection that waits for a request, and the others after their answer. */
  drain(): void;
  closeAll(): void;
};

/** How long is waited. */
export type LaneTimes = {
  /** For a connection's first request; milliseconds, as the others. */
  firstMs: number;
  /** For further requests. */
  idleMs: number;
  /** For a client that takes nothing of its answer. */
  silenceMs: number;
};

/**
 * Answers plain requests before `server` does, whose ways cost several times as much as sending a small file. With the
 * first request that isn't plain, or that `answers` has nothing for, a connection is the server's for good, with all
 * that was sent.
 */
export function openFastLane<Ask>(server: Server, answers: FastAnswers<Ask>, times: LaneTimes): FastLane {
  const lanes = new Map<Socket, Asked<Ask>>();
  const busy = new Set<Socket>();
  const wireForm = wireForms(times.idleMs);
  let isDraining = false;
  const serverTakes = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', enter);

  function enter(socket: Socket): void {
    lanes.set(socket, NOTHING_YET);
    socket.setNoDelay(true);
    socket.setTimeout(times.firstMs);
    socket.on('data', onData).on('end', onEnd);
    socket.on('timeout', onTimeout).on('error', ignore).on('close', onClose);
  }

  function leave(socket: Socket, bytes: Buffer): void {
    lanes.delete(socket);
    socket.off('data', onData).off('end', onEnd);
    socket.off('timeout', onTimeout).off('error', ignore).off('close', onClose);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(bytes);
    for (const take of serverTakes) take.call(server, socket);
    socket.resume();
  }

  function onData(this: Socket, bytes: Buffer): void {
    const ask = this.writableLength > 0 ? null : askIn(this, bytes);
    const answer = ask && answers.answer(ask);
    if (answer instanceof Promise) void answerLater(this, bytes, answer);
    else if (answer) send(this, answer);
    else leave(this, bytes);
  }

  /** Who asks again mostly asks the same, to the byte. */
  function askIn(socket: Socket, bytes: Buffer): Ask | null {
    const last = lanes.get(socket);
    if (last?.bytes.equals(bytes)) return last.ask;
    const request = readPlainRequest(bytes);
    if (request === null) return null;
    const ask = answers.read(request);
    lanes.set(socket, { bytes, ask });
    return ask;
  }

  async function answerLater(socket: Socket, bytes: Buffer, coming: Promise<Answer | null>): Promise<void> {
    busy.add(socket);
    socket.pause();
    const answer = await coming.catch(() => null);
    busy.delete(socket);
    if (socket.destroyed) return;
    if (answer === null) return leave(socket, bytes);
    send(socket, answer);
    if (isDraining) socket.end();
    socket.resume();
  }

  function send(socket: Socket, answer: Answer): void {
    write(socket, wireForm(answer));
    const patience = socket.writableLength > 0 ? times.silenceMs : times.idleMs;
    if (socket.timeout !== patience) socket.setTimeout(patience);
  }

  function onClose(this: Socket): void {
    lanes.delete(this);
    busy.delete(this);
  }

  return {
    drain() {
      isDraining = true;
      for (const socket of lanes.keys()) if (!busy.has(socket)) socket.end();
    },
    closeAll() {
      for (const socket of lanes.keys()) socket.destroy();
    },
  };
}

type Asked<Ask> = { bytes: Buffer; ask: Ask | null };

const NOTHING_YET = { bytes: Buffer.alloc(0), ask: null };

function write(socket: Socket, { head, body }: WireForm): void {
  if (body === null) {
    socket.write(head);
    return;
  }
  socket.cork();
  socket.write(head);
  socket.write(body);
  socket.uncork();
}

function onEnd(this: Socket): void {
  this.end();
}

function onTimeout(this: Socket): void {
  this.destroy();
}

/** A client that is gone needs no answer; the connection closes by itself. */
const ignore = (): void => {};
