/**
 * Opens connections that say nothing, in a process of its own so that their files are not the server's:
 * `idle-sockets.ts PORT COUNT`. Tells its parent how many are open when all are, and how many are left on every question.
 */
import { connect, type Socket } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const open = new Set<Socket>();

function begin(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      open.add(socket);
      resolve();
    });
    socket.resume();
    socket.on('error', () => resolve());
    socket.on('close', () => void open.delete(socket));
  });
}

// Not all at once: the backlog of a listening socket holds some hundreds.
for (let i = 0; i < count; i += 250) await Promise.all(Array.from({ length: 250 }, begin));
process.send!(open.size);
process.on('message', () => process.send!(open.size));
