/** 每个错误码对应的说明和处理办法。 */

import type { ErrorTexts } from "../texts.ts";

export const errorsZhCN: ErrorTexts = {
  "link/port-missing": {
    sentence: "找不到连接终端的串口。",
    remedy: "请检查数据线是否插好、终端是否已开机，然后重新读取。",
  },
  "link/port-busy": {
    sentence: "串口正被其他程序占用。",
    remedy: "请关闭占用串口的程序，或重启本机后重新读取。",
  },
  "link/port-denied": {
    sentence: "本程序没有使用该串口的权限。",
    remedy: "请由维护人员为本程序开通串口权限，然后重新读取。",
  },
  "link/not-a-tty": {
    sentence: "串口路径不是串口设备。",
    remedy: "请由维护人员检查配置中的串口路径。",
  },
  "link/open-failed": {
    sentence: "串口打不开。",
    remedy: "请重新插拔数据线后再读取；仍打不开请联系维护人员。",
  },
  "link/no-answer": {
    sentence: "终端没有应答。",
    remedy: "请确认终端已开机，并检查接线和波特率，然后重新读取。",
  },
  "link/garbage": {
    sentence: "接到的设备说的不是终端的语言。",
    remedy: "多半是接到了别的设备，请检查接线和配置后重新读取。",
  },
  "link/wrong-rate": {
    sentence: "收到的内容不成文字，波特率可能不对。",
    remedy: "请核对终端的波特率并改正配置，然后重新读取。",
  },
  "link/closed": {
    sentence: "读取途中串口断开了。",
    remedy: "请插好数据线，然后重新读取。",
  },
  "link/port-ambiguous": {
    sentence: "有多台设备符合，无法确定是哪一台终端。",
    remedy: "请只保留要解绑的终端，拔下其余设备，然后重新读取。",
  },
  "link/another-terminal": {
    sentence: "重新插上的是另一台终端，之前的操作已作废。",
    remedy: "请核对终端；本程序会重新读取，随后请从头操作。",
  },
  "link/aborted": {
    sentence: "读取已被中止。",
    remedy: "请重新读取。",
  },
  "upstream/unreachable": {
    sentence: "连接不到支付机构。",
    remedy: "请检查网络。已有的申请不会丢失，网络恢复后会自动继续。",
  },
  "upstream/no-answer": {
    sentence: "支付机构在规定时间内没有应答。",
    remedy: "无需重复操作，本机会自动再次查询，也可以点“立即查询”。",
  },
  "upstream/answer-too-large": {
    sentence: "支付机构的应答过大，已拒收。",
    remedy: "申请没有丢失。请把错误代码告知支付机构的技术人员。",
  },
  "upstream/answer-not-understood": {
    sentence: "支付机构的应答无法识别，可能被中间网络改动或替换。",
    remedy: "申请没有丢失。请检查网络是否要求登录，稍后再查询。",
  },
  "upstream/server-error": {
    sentence: "支付机构系统出错。",
    remedy: "申请没有丢失，本机会自动再次查询，请稍候。",
  },
  "upstream/busy": {
    sentence: "支付机构系统繁忙。",
    remedy: "本机会在支付机构指定的时间之后再次查询，请稍候。",
  },
  "upstream/certificate-refused": {
    sentence: "支付机构的证书不可信，什么也没有发送。",
    remedy: "请核对本机时间，再请支付机构核对证书。",
  },
  "upstream/client-certificate-refused": {
    sentence: "支付机构不接受本机的证书，什么也没有处理。",
    remedy: "请向支付机构申请新的客户端证书。",
  },
  "upstream/handshake-failed": {
    sentence: "与支付机构无法建立安全连接，什么也没有发送。",
    remedy: "请向支付机构核对 安全连接的版本和客户端证书要求。",
  },
  "tls/file-missing": {
    sentence: "安全连接文件不存在。",
    remedy: "请维护人员按配置放好该文件。",
  },
  "tls/file-unreadable": {
    sentence: "安全连接文件无法读取。",
    remedy: "请维护人员检查该文件的权限。",
  },
  "tls/file-too-large": {
    sentence: "安全连接文件过大。",
    remedy: "请维护人员换成只含证书或私钥的文件。",
  },
  "tls/file-damaged": {
    sentence: "安全连接文件的内容无效。",
    remedy: "请维护人员换成完好的文件，私钥不带口令。",
  },
  "tls/key-exposed": {
    sentence: "其他用户可以读取 安全连接私钥。",
    remedy: "请维护人员更换私钥，并把权限设为 0600。",
  },
  "tls/key-mismatch": {
    sentence: "安全连接私钥与证书不是一对。",
    remedy: "请维护人员换成配对的文件。",
  },
  "upstream/refused": {
    sentence: "支付机构拒绝了这次操作。",
    remedy: "请把错误代码和申请编号告知支付机构，问明原因后再试。",
  },
  "upstream/key-unknown": {
    sentence: "支付机构不认识本终端的密钥。",
    remedy: "若已登记过，说明支付机构丢失了记录：请维护人员移开状态目录，以空目录启动，用新的授权码重新登记。",
  },
  "upstream/signature-refused": {
    sentence: "支付机构认为本终端的签名不正确。",
    remedy: "请勿反复尝试，把错误代码告知支付机构的技术人员。",
  },
  "upstream/clock-skew": {
    sentence: "本机时间与支付机构相差太多。",
    remedy: "请由维护人员校准本机时间，然后重新检查。",
  },
  "upstream/code-refused": {
    sentence: "支付机构没有这个授权码。",
    remedy: "请核对后重新输入。",
  },
  "upstream/code-used": {
    sentence: "这个授权码已经用过。",
    remedy: "请向支付机构申请新的授权码。",
  },
  "upstream/code-expired": {
    sentence: "这个授权码已经过期。",
    remedy: "请向支付机构申请新的授权码。",
  },
  "upstream/code-foreign": {
    sentence: "这个授权码是另一台终端的。",
    remedy: "请核对序列号，使用本终端的授权码。",
  },
  "upstream/attestation-refused": {
    sentence: "支付机构不认可系统对本终端密钥的证明。",
    remedy: "请联系维护人员，系统可能被改动过，或应用不是支付机构认可的版本。",
  },
  "upstream/terminal-unknown": {
    sentence: "支付机构没有本终端的记录。",
    remedy: "请核对终端序列号，并联系支付机构确认是否已登记。",
  },
  "upstream/binding-unknown": {
    sentence: "支付机构没有这项绑定的记录。",
    remedy: "请重新读取终端，再按最新的绑定关系申请。",
  },
  "upstream/request-unknown": {
    sentence: "支付机构没有这个申请的记录。",
    remedy: "本机会用同一份申请再次提交，不会产生第二份申请。",
  },
  "upstream/identity-mismatch": {
    sentence: "申请中的终端身份与支付机构的记录不一致。",
    remedy: "请重新读取终端并核对序列号和 IMEI，不一致时请联系支付机构。",
  },
  "upstream/epoch-mismatch": {
    sentence: "本机的绑定关系与支付机构的记录不一致，可能已经变更。",
    remedy: "请重新读取终端，再按最新的绑定关系重新申请。",
  },
  "upstream/idempotency-conflict": {
    sentence: "支付机构收到过编号相同而内容不同的申请。",
    remedy: "已停止提交。请导出证据，并联系支付机构的技术人员。",
  },
  "upstream/request-already-open": {
    sentence: "支付机构已有本终端的另一份未结束的解绑申请。",
    remedy: "请等那份申请结束，或由申请人撤回后再试。",
  },
  "upstream/not-approved": {
    sentence: "申请还没有获得批准，不能执行。",
    remedy: "请等待审核结果。",
  },
  "upstream/grant-refused": {
    sentence: "支付机构不接受本次执行授权。",
    remedy: "授权可能已过期或已收回，请立即查询最新状态。",
  },
  "upstream/not-cancellable": {
    sentence: "申请已经不能撤回。",
    remedy: "请立即查询最新状态，按屏幕提示继续。",
  },
  "upstream/limit-reached": {
    sentence: "解绑次数已达到支付机构的限制。",
    remedy: "请向支付机构询问何时可以再次申请。",
  },
  "upstream/window-closed": {
    sentence: "现在不在支付机构允许解绑的时段内。",
    remedy: "请到允许的时段再试。",
  },
  "upstream/policy-outdated": {
    sentence: "同意的条款已不是现行版本。",
    remedy: "请重新申请，并阅读新的条款。",
  },
  "upstream/approval-missing": {
    sentence: "支付机构没有收到复核人的批准。",
    remedy: "请另一个人复核后再提交。",
  },
  "upstream/verification-refused": {
    sentence: "验证码不正确或已失效。",
    remedy: "请核对后再输入，或立即查询。",
  },
  "upstream/offline-refused": {
    sentence: "支付机构不认可这次离线解绑。",
    remedy: "请导出证据，并联系支付机构核对。",
  },
  "trust/key-not-pinned": {
    sentence: "支付机构文件的签名密钥不是本机信任的密钥，未予采信。",
    remedy: "本机没有清除任何数据。请停止操作并通知维护人员。",
  },
  "trust/key-not-in-force": {
    sentence: "支付机构文件由该机构已停用的密钥签署，未予采信。",
    remedy: "本机未据此办理任何事。请重新查询；若仍如此，请联系支付机构并告知此代码。",
  },
  "trust/signature-wrong": {
    sentence: "支付机构文件的签名验证不通过，未予采信。",
    remedy: "本机没有清除任何数据。请检查网络，并通知维护人员。",
  },
  "trust/malformed": {
    sentence: "支付机构文件的格式不正确，未予采信。",
    remedy: "本机没有清除任何数据。请把错误代码告知支付机构的技术人员。",
  },
  "trust/other-terminal": {
    sentence: "支付机构文件写的是另一台终端，未予采信。",
    remedy: "本机没有清除任何数据。请导出证据，连同本机序列号联系支付机构核对。",
  },
  "trust/field-mismatch": {
    sentence: "支付机构文件写的不是本次申请，未予采信。",
    remedy: "本机没有清除任何数据。请导出证据，并联系支付机构核对。",
  },
  "trust/expired": {
    sentence: "支付机构文件已过有效期，未予采信。",
    remedy: "请核对本机时间，然后立即查询以取得新的文件。",
  },
  "trust/stale": {
    sentence: "支付机构此前已有更新的说法，现在收到的是旧文件，未予采信。",
    remedy: "可能有人在重放旧消息。请重新查询；若仍如此，请联系支付机构并告知此代码。",
  },
  "trust/forbidden-factor": {
    sentence: "支付机构索要银行卡密码等禁止采集的内容，已拒绝。",
    remedy: "切勿输入，并通知支付机构核查。",
  },
  "trust/origin-unlisted": {
    sentence: "支付机构要求用手机打开的网页，不在该机构已签名资料所列的网站之中，已拒绝。",
    remedy: "请勿扫描此类二维码。本机每五分钟获取一次机构资料；若一直如此，请向支付机构核实该网页。",
  },
  "trust/key-set-refused": {
    sentence: "支付机构的新密钥清单与本机已知的密钥不相接，未予采信。",
    remedy: "继续使用已知的密钥。请联系支付机构；若其确已更换密钥，须将新公钥写入配置。",
  },
  "profile/stale": {
    sentence: "支付机构发来的机构资料比本机的旧。",
    remedy: "无需处理，继续使用较新的资料。",
  },
  "profile/unknown-provider": {
    sentence: "支付机构发来的机构资料与本机绑定无关。",
    remedy: "无需处理，该资料不会使用。",
  },
  "profile/kept-refused": {
    sentence: "本机保存的机构资料已损坏或签名不符。",
    remedy: "已改用自带资料。联网后请再次询问支付机构。",
  },
  "signer/key-unusable": {
    sentence: "本终端的签名密钥无法使用。",
    remedy: "请勿自行重置，联系维护人员检修。",
  },
  "signer/key-unreadable": {
    sentence: "本终端的密钥文件无法读写。",
    remedy: "请勿删除任何文件，联系维护人员检查文件属主和存储。",
  },
  "signer/key-gone": {
    sentence: "系统密钥库里本终端的密钥没有了，系统升级或重置都可能造成，记录没有丢失。",
    remedy: "请勿重装应用，联系维护人员：先导出操作记录，请支付机构在柜台解除绑定，再重新部署本应用。",
  },
  "signer/key-exposed": {
    sentence: "本终端的密钥文件其他用户也能读。",
    remedy: "请维护人员查明谁能读到，再把权限改为 0600。",
  },
  "signer/chip-cleared": {
    sentence: "安全芯片不再认得本终端的密钥：芯片被清除过，或硬盘换到了另一台机器。",
    remedy: "请联系维护人员：换过硬盘的装回原机；否则先保存凭据，清空状态目录，再用新的登记码登记。",
  },
  "store/unusable": {
    sentence: "本机的商户数据存储无法读写。",
    remedy: "请联系维护人员检查存储。",
  },
  "state/newer": {
    sentence: "本终端用过更新版本的程序，当前版本读不懂它留下的数据。",
    remedy: "请维护人员重新安装较新的版本。数据没有改动。",
  },
  "state/format-unreadable": {
    sentence: "记录本机数据格式的文件读不出来。",
    remedy: "请勿删除任何文件，联系维护人员检查状态目录和存储。",
  },
  "state/format-not-written": {
    sentence: "记录本机数据格式的文件写不进去。",
    remedy: "请联系维护人员检查剩余空间和存储；下次启动时会再写。",
  },
  "journal/in-use": {
    sentence: "另一个程序正在使用本机的状态目录，多半是已在运行的自助机。",
    remedy: "请使用正在运行的那一个，或先停止它再启动。",
  },
  "journal/unreadable": {
    sentence: "操作日志无法读取。",
    remedy: "请联系维护人员检查存储；为防丢失证据，暂停解绑。",
  },
  "journal/not-writable": {
    sentence: "操作日志无法写入，因此没有继续。",
    remedy: "请联系维护人员检查存储的写入权限。",
  },
  "journal/disk-full": {
    sentence: "存储空间已满，操作日志写不进去，因此没有继续。",
    remedy: "请由维护人员清理存储空间后重试。",
  },
  "journal/gone": {
    sentence: "运行中操作日志文件被删除，因此没有继续。",
    remedy: "请维护人员先查明存储为何被清空，再重新启动；已发出的内容可向支付机构查询。",
  },
  "journal/full": {
    sentence: "操作日志已达上限，因此没有继续。",
    remedy: "请维护人员保留状态目录的副本；本机须重新设置。",
  },
  "journal/near-limit": {
    sentence: "操作日志即将达到上限；达到上限后自助机将停用。",
    remedy: "请先办完进行中的事：之后已了结的历史会自动归档，装机员也可以立即归档。",
  },
  "journal/archive-unreadable": {
    sentence: "操作日志的一份档案无法读取，取不出其中的内容。",
    remedy: "没有改动任何内容。请维护人员把这份档案放回状态目录，必要时用副本。",
  },
  "journal/archive-damaged": {
    sentence: "操作日志的一份档案与归档时不同：被改动、截断或调换过。",
    remedy: "请保持原样并通知维护人员；日志本身的内容不受影响。",
  },
  "journal/nothing-to-archive": {
    sentence: "日志中已了结的部分太少，没有归档，也没有改动。",
    remedy: "请先办完进行中的事并确认结果，再试；离上限还远的日志不需要归档。",
  },
  "journal/rolled-back": {
    sentence: "本机保存的不是最新状态：有的部分比其他部分旧，或者缺失。",
    remedy:
      "支付机构那边什么都没有丢失。请维护人员把状态目录移开留作证据，以空目录启动，再用支付机构发放的授权码重新开通；进行到哪一步，支付机构都有记录。",
  },
  "journal/damaged": {
    sentence: "操作日志被改动或损坏。",
    remedy: "请停止操作，保持本机原样，并通知维护人员。",
  },
  "payment/no-application": {
    sentence: "没有找到收款应用，无法确认账目是否结清。",
    remedy: "请由维护人员接上收款应用；有支付机构许可的装机员可以对未结款项担责。",
  },
  "payment/no-answer": {
    sentence: "收款应用没有应答。",
    remedy: "请打开收款应用确认其正常，然后重试。",
  },
  "payment/another-terminal": {
    sentence: "当前连接的不是本业务所属的终端，未向其下达任何指令。",
    remedy: "请重新接上原终端，应下达的指令届时会自动下达。",
  },
  "payment/terminal-unread": {
    sentence: "无法读取所连接终端的身份，未向其下达任何指令。",
    remedy: "请检查终端和连线；读取成功后，应下达的指令会自动下达。",
  },
  "payment/online-only-unsupported": {
    sentence: "收款应用无法单独停用离线收款。",
    remedy: "解绑完成前请只做联机收款。",
  },
  "payment/settlement-failed": {
    sentence: "结算没有成功，因此没有执行解绑。",
    remedy: "请在收款应用中完成结算，然后再次执行。",
  },
  "evidence/not-writable": {
    sentence: "证据文件无法保存。",
    remedy: "请检查存储空间和保存位置后再次导出。",
  },
  "provisioning/no-code": {
    sentence: "本终端还没有登记，也没有登记用的授权码。",
    remedy: "请输入或扫描支付机构给的授权码。",
  },
  "provisioning/identity-unreadable": {
    sentence: "序列号或 IMEI 读不到，无法登记本终端。",
    remedy: "请先排除读取故障，然后重新读取。",
  },
  "provisioning/identity-changed": {
    sentence: "接上的终端与登记的不是同一台。",
    remedy: "请接回登记的终端，或联系支付机构。",
  },
  "provisioning/key-changed": {
    sentence: "本机密钥与登记时不同。",
    remedy: "请勿自行重置，联系支付机构重新登记。",
  },
  "provisioning/nothing-bound": {
    sentence: "支付机构还没有把本终端绑定给任何人。",
    remedy: "请先在支付机构办理绑定，再用新的授权码。",
  },
  "provisioning/state-incomplete": {
    sentence: "本机的部分记录缺失。",
    remedy: "请勿删除任何文件，用新的授权码登记。",
  },
  "pin/too-short": {
    sentence: "解绑密码位数不够。",
    remedy: "请输入至少 6 位数字。",
  },
  "pin/too-guessable": {
    sentence: "这个解绑密码太容易被猜到。",
    remedy: "请勿使用同一个数字、连续数字、日期或序列号尾数。",
  },
  "pin/not-repeated": {
    sentence: "两次输入的解绑密码不一致。",
    remedy: "请重新设置解绑密码。",
  },
  "pin/wrong": {
    sentence: "解绑密码不正确。",
    remedy: "请核对后再输入。",
  },
  "pin/wait": {
    sentence: "输错次数过多，需要等待。",
    remedy: "请等倒计时结束后再输入，断电重启不会缩短等待。",
  },
  "pin/locked": {
    sentence: "解绑密码连续输错次数过多，已锁定。",
    remedy: "请点“忘记密码或已锁定”，经支付机构同意另设解绑密码；商户的锁定也可由装机员解除一次。收款不受影响。",
  },
  "pin/not-set": {
    sentence: "该角色还没有设置解绑密码。",
    remedy: "请由本人凭支付机构的解锁码设置。",
  },
  "pin/already-used": {
    sentence: "这个解绑密码已在本终端使用。",
    remedy: "请另选一个。",
  },
  "pin/same-person": {
    sentence: "复核须由另一个人完成。",
    remedy: "请另一个人输入自己的解绑密码。",
  },
  "pin/vault-unusable": {
    sentence: "解绑密码存储无法使用。",
    remedy: "请联系维护人员检查存储。",
  },
  "pin/reset-expired": {
    sentence: "重置解绑密码的挑战码已过期。",
    remedy: "请重新获取挑战码。",
  },
  "pin/reset-wait": {
    sentence: "输错解锁码次数过多，需要等待。",
    remedy: "请等待结束后再输入解锁码；扫描签名的答复则无需等待。",
  },
  "unbind/gate-closed": {
    sentence: "必须的检查没有通过，因此没有执行，也没有发送。",
    remedy: "请按未通过的检查项处理，然后再次执行或发送。",
  },
  "unbind/answer-wrong": {
    sentence: "输入的码不正确。",
    remedy: "请与对方核对挑战码后再输入。",
  },
  "unbind/answer-tries-used-up": {
    sentence: "应答码的次数已用完。",
    remedy: "请改用 U 盘中的签名应答，或联网提交。",
  },
  "unbind/no-answer-found": {
    sentence: "U 盘中没有给本次挑战码的应答。",
    remedy: "请换 U 盘，或向对方重新索取。",
  },
  "unbind/clock-in-doubt": {
    sentence: "按本机时钟，申请已过期，但尚无其他依据确认时间。",
    remedy: "请校准时钟或连接网络，也可撤回申请；确认已到期后会自行结束。",
  },
  "unbind/challenge-expired": {
    sentence: "挑战码已过期。",
    remedy: "请联网提交，或撤回后重新申请。",
  },
  "unbind/verification-moved-on": {
    sentence: "支付机构已不再等待这个验证码。",
    remedy: "请看屏幕上的最新状态。",
  },
  "unbind/terminal-changed": {
    sentence: "终端不在，或者不是检查过的那台，因此没有签名。",
    remedy: "正在重新检查。请接好原终端，看过检查结果后确认新的摘要。",
  },
  "unbind/policy-changed": {
    sentence: "支付机构的条款有更新。",
    remedy: "请看一遍新条款，再点同意。",
  },
  "unbind/summary-changed": {
    sentence: "待签名的内容在确认前有变化，因此没有签名。",
    remedy: "请重新核对摘要，再次确认。",
  },
  "unbind/not-unbound-upstream": {
    sentence: "支付机构已收到清除证明，但它的绑定记录还没有变为未绑定。",
    remedy: "请稍后立即查询；一直如此请凭凭证编号联系支付机构。",
  },
  "offline/no-secret": {
    sentence: "本终端不能核对应答码。",
    remedy: "请改用 U 盘中的签名应答。",
  },
  "offline/secret-unusable": {
    sentence: "核对应答码的密钥无法使用。",
    remedy: "请改用 U 盘中的签名应答，并联系维护人员。",
  },
  "printer/not-reachable": {
    sentence: "找不到打印机。其他都不受影响。",
    remedy: "请检查打印机的电源和连线，再打印一次。",
  },
  "printer/paper-out": {
    sentence: "打印机没有纸了。其他都不受影响。",
    remedy: "请装好纸，再打印一次。",
  },
  "printer/cover-open": {
    sentence: "打印机的盖子没有合上。其他都不受影响。",
    remedy: "请合上盖子，再打印一次。",
  },
  "printer/offline": {
    sentence: "打印机现在不打印。其他都不受影响。",
    remedy: "请看打印机上的指示灯，关机再开，再打印一次。",
  },
  "printer/no-answer": {
    sentence: "打印机没有回应，不知道有没有打印出来。其他都不受影响。",
    remedy: "没有出纸就关机再开，再打印一次。",
  },
  "printer/broke-off": {
    sentence: "打印到一半断开了，纸上的内容可能不全。其他都不受影响。",
    remedy: "请检查打印机的连线，再打印一次。",
  },
  "offline/no-carrier": {
    sentence: "没有找到 U 盘。",
    remedy: "请插好 U 盘后重试。",
  },
  "offline/carrier-unreadable": {
    sentence: "U 盘无法读取。",
    remedy: "请重新插入或更换 U 盘。",
  },
  "offline/carrier-not-writable": {
    sentence: "U 盘无法写入。",
    remedy: "请换一个有空间、未写保护的 U 盘。",
  },
  "offline/code-incomplete": {
    sentence: "输入的码位数不够。",
    remedy: "请输入全部数字。",
  },
  "offline/code-mistyped": {
    sentence: "输入的码有一位或几位不对，没有消耗次数。",
    remedy: "请与对方核对后重新输入。",
  },
  "host/not-now": {
    sentence: "当前状态下不能进行这项操作。",
    remedy: "请按屏幕显示的状态继续。",
  },
  "host/not-authenticated": {
    sentence: "这项操作需要先输入解绑密码。",
    remedy: "请输入解绑密码后再试。",
  },
  "host/not-permitted": {
    sentence: "该角色没有此权限。",
    remedy: "请退出菜单，换有权限的角色进入。",
  },
  "host/needs-second-person": {
    sentence: "此操作需要双人复核。",
    remedy: "请另一个人用自己的解绑密码复核。",
  },
  "host/needs-upstream-grant": {
    sentence: "此操作需要支付机构授权。",
    remedy: "请向支付机构申请授权。",
  },
  "host/malformed-order": {
    sentence: "界面发出的指令不符合规定，已被拒绝。",
    remedy: "请返回首页重试；再次出现请通知维护人员。",
  },
  "host/foreign-sender": {
    sentence: "收到来历不明的指令，已被拒绝。",
    remedy: "请通知维护人员检查本机。",
  },
  "host/starts-failed": {
    sentence: "本机连续多次启动失败，已停在安全画面：不读终端，不联网。",
    remedy: "五分钟后自动再试；已有的申请不会丢失。再次出现请通知维护人员。",
  },
  "host/channel-broken": {
    sentence: "页面与本机的通信出错。",
    remedy: "请重启本机；已有的申请不会丢失。再次出现请通知维护人员。",
  },
  "host/bug": {
    sentence: "程序内部出错。",
    remedy: "请重启本机；已有的申请不会丢失。再次出现请通知维护人员。",
  },
};
