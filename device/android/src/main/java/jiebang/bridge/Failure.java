package jiebang.bridge;

/** An expected failure: a code that the contract knows, and a reason for a technician. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    public final String code;
    /** Null where the code says it all. */
    public final String reason;

    public Failure(String code) {
        this(code, null);
    }

    public Failure(String code, String reason) {
        super(code);
        this.code = code;
        this.reason = reason == null || reason.length() <= 200 ? reason : reason.substring(0, 200);
    }
}
