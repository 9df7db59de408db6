/** The addresses of "Mis datos" and of its file. */
export const dossier = '/datos-generales/mis-datos';
export const dossierFile = `${dossier}/descargar`;

/** The caption of the history in "Mis datos". */
export const dossierHistory = /incidencias? · /;
