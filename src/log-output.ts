import { writeSync } from 'node:fs';

/** A place for whole lines, each with its line break. */
type Output = { write(line: string): void };

// Enough for a reader that is slow for some seconds.
const mostKept = 1024 * 1024;

// In milliseconds.
const betweenTries = 100;

/**
 * Opens the standard output (F4). A line is written at once, so that a killed process leaves all of them. Lines that
 * can't be written (a full disk, a pipe whose reader stands still or has gone) are kept up to a megabyte and tried again;
 * further ones are dropped, and a line with their number stands in their place.
 */
export function openOutput(): Output {
  // Asking for process.stdout makes a pipe refuse what it can't take, where it would otherwise hold the process.
  const { fd } = process.stdout;
  const kept: Buffer[] = [];
  let [size, dropped] = [0, 0];
  let tries: NodeJS.Timeout | undefined;

  function keep(line: Buffer): void {
    tries ??= setInterval(tryAgain, betweenTries).unref();
    // Whatever follows a dropped line is dropped too, so that one number stands for all of them.
    if (dropped > 0 || size + line.length > mostKept) {
      dropped += 1;
    } else {
      kept.push(line);
      size += line.length;
    }
  }

  function tryAgain(): void {
    for (let line = kept.shift(); line; line = kept.shift()) {
      const next = line;
      const rest = next.subarray(attempt(() => writeSync(fd, next)));
      size -= line.length - rest.length;
      if (rest.length > 0) {
        kept.unshift(rest);
        return;
      }
      if (kept.length === 0 && dropped > 0) {
        const notice = Buffer.from(noticeOf(dropped));
        dropped = 0;
        keep(notice);
      }
    }
    clearInterval(tries);
    tries = undefined;
  }

  process.on('exit', tryAgain);
  return {
    write(line) {
      const sent = tries ? 0 : attempt(() => writeSync(fd, line));
      if (sent < Buffer.byteLength(line)) keep(Buffer.from(line).subarray(sent));
    },
  };
}

// Gives the number of bytes that could be written.
function attempt(write: () => number): number {
  try {
    return write();
  } catch {
    return 0;
  }
}

// Shaped like the log's own lines.
function noticeOf(dropped: number): string {
  return `${JSON.stringify({ level: 40, time: Date.now(), msg: `${dropped} lines dropped` })}\n`;
}
