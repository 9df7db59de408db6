import { domainToASCII, domainToUnicode } from 'node:url';

// The limits of SMTP, in the form that is sent (RFC 5321, 4.5.3.1).
const longest = { local: 64, label: 63, address: 254 };

const example = 'nombre@entidad.gob.ec';

/**
 * What is wrong with an e-mail address, as the end of a sentence, or null. It may have any name that SMTP takes in
 * ASCII without quotes, and an international domain (product 2).
 */
export function emailFault(address: string): string | null {
  const [local = '', domain, ...others] = address.split('@');
  if (others.length > 0) return `escriba una sola dirección, con una arroba, como ${example}.`;
  if (!local || !domain) return `escriba una dirección completa, como ${example}.`;
  return localFault(local) ?? domainFault(domain) ?? lengthFault(address);
}

/** The form in which SMTP takes an address: its domain in ASCII (punycode). */
export function smtpAddress(address: string): string {
  const { local, domain } = parts(address);
  return `${local}@${domainToASCII(domain) || domain}`;
}

/** An address as people read it, from the form that SMTP takes. */
export function readableAddress(address: string): string {
  const { local, domain } = parts(address);
  return `${local}@${domainToUnicode(domain) || domain}`;
}

/** True for two spellings of one address; neither case nor the form of the domain matters. */
export function isSameAddress(one: string, other: string): boolean {
  return smtpAddress(one).toLowerCase() === smtpAddress(other).toLowerCase();
}

/** Masks an address, so that its owner recognises it and nobody else learns it: 'a…n@demo.example'. */
export function maskEmail(address: string): string {
  const { local, domain } = parts(address);
  const last = local.length > 2 ? local.slice(-1) : '';
  return `${local.slice(0, 1)}…${last}@${domain}`;
}

function parts(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, Math.max(at, 0)), domain: address.slice(at + 1) };
}

function localFault(local: string): string | null {
  if (/\s/.test(local)) return 'escriba la dirección sin espacios.';
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/.test(local)) {
    return "antes de la arroba use letras sin tildes ni ñ, dígitos y signos como . _ - + & '.";
  }
  if (/^\.|\.\.|\.$/.test(local))
    return 'revise los puntos antes de la arroba: no van al inicio, ni al final, ni dos seguidos.';
  if (local.length > longest.local) return `antes de la arroba use ${longest.local} caracteres como máximo.`;
  return null;
}

function domainFault(domain: string): string | null {
  if (/\s/.test(domain)) return 'escriba la dirección sin espacios.';
  if (!/^[\p{L}\p{M}\p{Nd}.-]+$/u.test(domain))
    return 'después de la arroba use solo letras, dígitos, puntos y guiones.';
  const labels = domain.split('.');
  if (labels.includes(''))
    return 'revise los puntos después de la arroba: no van al inicio, ni al final, ni dos seguidos.';
  if (labels.some((label) => /^-|-$/.test(label))) {
    return 'revise los guiones después de la arroba: ninguna parte empieza ni termina con guion.';
  }
  if (labels.some((label) => sentLength(label) > longest.label)) {
    return `después de la arroba use ${longest.label} caracteres como máximo entre punto y punto.`;
  }
  // An ending of digits would be read as an address in numbers.
  if (!/^[a-z0-9.-]+\.(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(domainToASCII(domain))) {
    return `escriba una dirección completa, como ${example}.`;
  }
  return null;
}

function lengthFault(address: string): string | null {
  return smtpAddress(address).length > longest.address
    ? `use ${longest.address} caracteres como máximo en toda la dirección.`
    : null;
}

// A part that has no ASCII form keeps its own length, and is refused with the whole domain.
function sentLength(label: string): number {
  return Math.max(label.length, domainToASCII(`${label}.ec`).length - '.ec'.length);
}
