// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/format.h"
#include "core/base/task_context.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace qbm::backup {

/// Takes a stream piece by piece. \error ends the stream
using ByteSink = std::function<Result<>(std::string_view bytes)>;

/// Whom a backup is encrypted for. Only the public half is here: the machine that backs up cannot read old backups.
struct Recipient {
    Encryption encryption = Encryption::None;
    std::string key; ///< "age1..." or a GnuPG fingerprint
};

/// "" is nobody, "age1..." is age, 40 hexadecimal digits (blanks allowed) are GnuPG. \error InvalidInput names the forms
Result<Recipient> parseRecipient(const std::string& text);
/// That the program is installed and the key usable (GnuPG: in the keyring, neither expired nor revoked).
/// \error NotFound names the package, or says how to import the key
Result<> checkRecipient(const Recipient& recipient, TaskContext& context);
/// Why what `identity` can read would not include `encryption`. \error NotFound, Denied (file readable by others)
Result<> checkIdentity(Encryption encryption, const std::filesystem::path& identity, TaskContext& context);

/// A program that what is written passes through (age, gpg): write() feeds it, its output goes to the sink on a thread
/// of its own; the sink has to return when the context is stopped. Ended on destruction unless finished. What
/// decryption hands on is only known to be whole and unchanged once finish() has succeeded.
class ByteFilter {
public:
    virtual ~ByteFilter() = default;
    /// \error what the sink returned, what the program said, Cancelled, Timeout (nothing taken for the stall timeout)
    virtual Result<> write(std::string_view bytes) = 0;
    /// Ends the input and waits until the last byte of output has been handed on.
    virtual Result<> finish() = 0;
};

/// \param stallTimeout without a byte taken or given for this long, the program is ended; zero: never
/// \param context used by the filter for as long as it lives \error NotFound names the package
Result<std::unique_ptr<ByteFilter>> startEncryption(
    const Recipient& recipient, ByteSink sink, std::chrono::milliseconds stallTimeout, TaskContext& context);
/// \param identity age's identity file; unused for GnuPG, which asks its own keyring and never for a passphrase on a
/// terminal \error NotFound (program, identity), Denied (identity readable by others), Unsupported (identity locked)
Result<std::unique_ptr<ByteFilter>> startDecryption(Encryption encryption, const std::filesystem::path& identity,
    ByteSink sink, std::chrono::milliseconds stallTimeout, TaskContext& context);

} // namespace qbm::backup
