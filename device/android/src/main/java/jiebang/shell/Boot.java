package jiebang.shell;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Starts the kiosk when the device has started, or the app was replaced. */
public final class Boot extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.startActivity(new Intent(context, KioskActivity.class).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
    }
}
