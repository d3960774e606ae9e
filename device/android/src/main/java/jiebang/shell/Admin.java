package jiebang.shell;

import android.Manifest;
import android.app.admin.DeviceAdminReceiver;
import android.app.admin.DevicePolicyManager;
import android.content.ComponentName;
import android.content.Context;

/** What makes the app one that can own the device, and what it sets where it does. */
public final class Admin extends DeviceAdminReceiver {
    /** Whether the app may lock itself into the window. */
    static boolean setUp(Context context) {
        DevicePolicyManager policy = (DevicePolicyManager) context.getSystemService(Context.DEVICE_POLICY_SERVICE);
        String own = context.getPackageName();
        if (policy.isDeviceOwnerApp(own)) {
            ComponentName admin = new ComponentName(context, Admin.class);
            policy.setLockTaskPackages(admin, new String[] {own});
            policy.setKeyguardDisabled(admin, true);
            policy.setStatusBarDisabled(admin, true);
            // Serial number and IMEI; nobody is asked, and nobody can take it away.
            policy.setPermissionGrantState(
                    admin, own, Manifest.permission.READ_PHONE_STATE, DevicePolicyManager.PERMISSION_GRANT_STATE_GRANTED);
        }
        return policy.isLockTaskPermitted(own);
    }
}
