/** A serial number and an IMEI for each of many simulated terminals. */

export function numberedIdentity(at: number): { readonly sn: string; readonly imei: string } {
  const number = String(at).padStart(4, "0");
  const digits = `4901542032${number}`;
  return { sn: `JB26S${number}`, imei: digits + checkDigit(digits) };
}

/** 3GPP TS 23.003 annex B. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
