package jiebang.shell;

import android.hardware.usb.UsbConstants;
import android.hardware.usb.UsbDeviceConnection;
import android.hardware.usb.UsbEndpoint;
import android.hardware.usb.UsbInterface;
import java.io.IOException;
import java.util.Arrays;
import jiebang.bridge.Failure;
import jiebang.ends.PolledLine;

/** One open CDC-ACM line. */
final class UsbLine extends PolledLine {
    /** USB CDC PSTN 1.2, 6.3.10 and 6.3.12; the request type is class, to an interface, out (USB 2.0, table 9-2). */
    private static final int SET_LINE_CODING = 0x20;
    private static final int SET_CONTROL_LINE_STATE = 0x22;
    private static final int CLASS_INTERFACE_OUT = 0x21;
    /** DTR and RTS. */
    private static final int READY = 3;
    /** Several packets of the fastest kind (USB 2.0 section 5.8.3: 512 bytes). */
    private static final int MOST_BYTES = 4096;
    private static final int WAIT_MS = 200;
    private static final int WRITE_WAIT_MS = 2000;
    private static final long GONE_MS = 20;
    private static final int GONE_READS = 5;

    private final UsbDeviceConnection connection;
    private final UsbInterface control;
    private final UsbInterface data;
    private final UsbEndpoint in;
    private final UsbEndpoint out;

    UsbLine(UsbDeviceConnection connection, UsbInterface control, UsbInterface data, Listener listener) throws Failure {
        super("usb", listener, MOST_BYTES, GONE_MS, GONE_READS);
        this.connection = connection;
        this.control = control;
        this.data = data;
        in = UsbPlace.bulk(data, UsbConstants.USB_DIR_IN);
        out = UsbPlace.bulk(data, UsbConstants.USB_DIR_OUT);
    }

    void begin(int baudRate) throws Failure {
        if (!connection.claimInterface(data, true)) throw new Failure("port-busy");
        if (control != null) {
            if (!connection.claimInterface(control, true)) throw new Failure("port-busy");
            // Rate, one stop bit, no parity, eight bits (table 17).
            byte[] coding = {(byte) baudRate, (byte) (baudRate >> 8), (byte) (baudRate >> 16), (byte) (baudRate >> 24), 0, 0, 8};
            send(SET_LINE_CODING, 0, coding);
            send(SET_CONTROL_LINE_STATE, READY, new byte[0]);
        }
        start();
    }

    private void send(int request, int value, byte[] bytes) throws Failure {
        int sent = connection.controlTransfer(CLASS_INTERFACE_OUT, request, value, control.getId(), bytes, bytes.length, WRITE_WAIT_MS);
        if (sent < 0) throw new Failure("open-failed", "control transfer refused");
    }

    /** Both a wait in vain and a device that is gone give -1; only the second does at once. */
    @Override
    protected int read(byte[] into) {
        return connection.bulkTransfer(in, into, into.length, WAIT_MS);
    }

    @Override
    protected void release() {
        connection.releaseInterface(data);
        connection.close();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; ) {
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            int sent = connection.bulkTransfer(out, rest, rest.length, WRITE_WAIT_MS);
            if (sent <= 0) throw new IOException("bulk transfer failed");
            at += sent;
        }
    }

    @Override
    public String usbSerialNumber() {
        return connection.getSerial();
    }
}
