/** What is used here of a package whose own declarations its export map hides. */
declare module "@serialport/binding-mock" {
  export type MockPortBinding = {
    readonly isOpen: boolean;
    emitData(bytes: Buffer): void;
    read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
    write(bytes: Buffer): Promise<void>;
  };
  export const MockBinding: {
    createPort(path: string): void;
    open(options: { readonly path: string; readonly baudRate: number }): Promise<MockPortBinding>;
    list(): Promise<unknown[]>;
  };
}
