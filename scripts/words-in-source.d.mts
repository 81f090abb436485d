export const ROOT: string;
export function sourceFiles(folder?: string): string[];
export function messagesIn(files: readonly string[]): { messages: Map<string, string[]>; faults: string[] };
