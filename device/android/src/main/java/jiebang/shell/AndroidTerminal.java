package jiebang.shell;

import android.Manifest;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.PackageManager;
import android.os.BatteryManager;
import android.os.Build;
import android.telephony.SignalStrength;
import android.telephony.TelephonyManager;
import java.util.ArrayList;
import java.util.List;
import jiebang.ends.TerminalEnd;

/** What Android says of the terminal. */
final class AndroidTerminal implements TerminalEnd.Place {
    private static final int API = Build.VERSION.SDK_INT;
    private static final String SERIAL = "android-serial";
    private static final String IMEI = "android-imei";
    private static final String NAMES = "android-build";
    /** +CSQ and Android count alike (3GPP TS 27.007 section 8.5): 0 to 31 in steps of 2 dBm; 99 is unknown. */
    private static final int WEAKEST_DBM = -113;
    private static final int STRONGEST = 31;

    private final Context context;
    private final TelephonyManager phone;

    AndroidTerminal(Context context) {
        this.context = context;
        phone = (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
    }

    @Override
    public List<TerminalEnd.Claim> claims() {
        List<TerminalEnd.Claim> claims = new ArrayList<TerminalEnd.Claim>();
        claims.add(serial());
        claims.add(imei());
        claims.add(TerminalEnd.Claim.of("manufacturer", NAMES, Build.MANUFACTURER));
        claims.add(TerminalEnd.Claim.of("model", NAMES, Build.MODEL));
        claims.add(TerminalEnd.Claim.of("firmware", NAMES, Build.DISPLAY));
        return claims;
    }

    @SuppressWarnings({"deprecation", "HardwareIds"})
    private TerminalEnd.Claim serial() {
        try {
            // Before Android 8 everybody may read it; since 9 the old field says "unknown".
            return system("sn", SERIAL, API >= 26 ? Build.getSerial() : Build.SERIAL);
        } catch (SecurityException refused) {
            return refused("sn", SERIAL);
        }
    }

    @SuppressWarnings({"deprecation", "HardwareIds"})
    private TerminalEnd.Claim imei() {
        if (phone == null || phone.getPhoneType() == TelephonyManager.PHONE_TYPE_NONE) {
            return TerminalEnd.Claim.refused("imei", IMEI, "not-supported");
        }
        try {
            return system("imei", IMEI, API >= 26 ? phone.getImei(0) : phone.getDeviceId());
        } catch (SecurityException refused) {
            return refused("imei", IMEI);
        }
    }

    private static TerminalEnd.Claim system(String number, String source, String value) {
        return TerminalEnd.Claim.ofSystem(number, source, value, API);
    }

    private TerminalEnd.Claim refused(String number, String source) {
        boolean mayReadPhone =
                context.checkSelfPermission(Manifest.permission.READ_PHONE_STATE) == PackageManager.PERMISSION_GRANTED;
        return TerminalEnd.Claim.refusedBySystem(number, source, mayReadPhone);
    }

    @Override
    public TerminalEnd.Status status() {
        TerminalEnd.Status status = new TerminalEnd.Status();
        // Android keeps the last one for whoever asks.
        Intent battery = context.registerReceiver(null, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
        if (battery != null) read(battery, status);
        if (phone == null || phone.getPhoneType() == TelephonyManager.PHONE_TYPE_NONE) return status;
        // The name of a network is there only while there is one.
        status.registered = !phone.getNetworkOperator().isEmpty();
        status.signalDbm = signal();
        return status;
    }

    private static void read(Intent battery, TerminalEnd.Status status) {
        int level = battery.getIntExtra(BatteryManager.EXTRA_LEVEL, -1);
        int full = battery.getIntExtra(BatteryManager.EXTRA_SCALE, -1);
        if (level < 0 || full <= 0) return;
        status.percent = Math.min(100, level * 100 / full);
        int health = battery.getIntExtra(BatteryManager.EXTRA_HEALTH, BatteryManager.BATTERY_HEALTH_UNKNOWN);
        boolean bad = health == BatteryManager.BATTERY_HEALTH_DEAD
                || health == BatteryManager.BATTERY_HEALTH_UNSPECIFIED_FAILURE
                || health == BatteryManager.BATTERY_HEALTH_OVER_VOLTAGE;
        boolean present = battery.getBooleanExtra(BatteryManager.EXTRA_PRESENT, true);
        boolean plugged = battery.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) != 0;
        status.power = bad ? "fault" : !present ? "none" : plugged ? "mains" : "battery";
    }

    private Integer signal() {
        if (API < 28) return null;
        SignalStrength strength = phone.getSignalStrength();
        int steps = strength == null ? -1 : strength.getGsmSignalStrength();
        return steps < 0 || steps > STRONGEST ? null : Integer.valueOf(WEAKEST_DBM + 2 * steps);
    }
}
