package jiebang.shell;

import android.app.admin.DeviceAdminReceiver;

/** What makes the app one that can own the device. */
public final class Admin extends DeviceAdminReceiver {}
