package jiebang.shell;

import android.content.Context;
import android.hardware.usb.UsbConstants;
import android.hardware.usb.UsbDevice;
import android.hardware.usb.UsbDeviceConnection;
import android.hardware.usb.UsbEndpoint;
import android.hardware.usb.UsbInterface;
import android.hardware.usb.UsbManager;
import jiebang.bridge.Failure;
import jiebang.ends.Line;

/** Serial lines over USB devices that speak CDC-ACM (USB CDC PSTN 1.2): the one that is plugged in. */
final class UsbPlace implements Line.Place {
    private final UsbManager usb;

    UsbPlace(Context context) {
        usb = (UsbManager) context.getSystemService(Context.USB_SERVICE);
    }

    @Override
    public Line open(String path, int baudRate, Line.Listener listener) throws Failure {
        UsbDevice device = only();
        if (!usb.hasPermission(device)) throw new Failure("port-denied");
        UsbDeviceConnection connection = usb.openDevice(device);
        if (connection == null) throw new Failure("open-failed", "not opened");
        try {
            UsbLine line = new UsbLine(connection, control(device), data(device), listener);
            line.begin(baudRate);
            return line;
        } catch (Failure failed) {
            connection.close();
            throw failed;
        }
    }

    private UsbDevice only() throws Failure {
        UsbDevice found = null;
        for (UsbDevice device : usb.getDeviceList().values()) {
            if (data(device) == null) continue;
            if (found != null) throw new Failure("open-failed", "more than one device");
            found = device;
        }
        if (found == null) throw new Failure("port-missing");
        return found;
    }

    private static UsbInterface control(UsbDevice device) {
        return withClass(device, UsbConstants.USB_CLASS_COMM);
    }

    private static UsbInterface data(UsbDevice device) {
        return withClass(device, UsbConstants.USB_CLASS_CDC_DATA);
    }

    private static UsbInterface withClass(UsbDevice device, int wanted) {
        for (int i = 0; i < device.getInterfaceCount(); i++) {
            if (device.getInterface(i).getInterfaceClass() == wanted) return device.getInterface(i);
        }
        return null;
    }

    static UsbEndpoint bulk(UsbInterface data, int direction) throws Failure {
        for (int i = 0; i < data.getEndpointCount(); i++) {
            UsbEndpoint end = data.getEndpoint(i);
            if (end.getType() == UsbConstants.USB_ENDPOINT_XFER_BULK && end.getDirection() == direction) return end;
        }
        throw new Failure("open-failed", "no bulk endpoint");
    }
}
