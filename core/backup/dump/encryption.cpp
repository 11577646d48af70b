// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/encryption.h"

#include "core/backup/tools.h"
#include "core/base/file.h"
#include "core/process/fed_process.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kQuestionStall{30};
constexpr std::size_t kFingerprintDigits = 40;
/// How an identity file begins that asks for a passphrase before it can be used.
constexpr std::string_view kLockedIdentities[] = {"age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----"};

bool isDigitOrLower(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

bool isHexadecimal(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

/// The program with what makes its messages ours to read and keeps it from asking anybody anything.
process::Command quietCommand(const fs::path& program, std::vector<std::string> arguments)
{
    process::Command command{program, std::move(arguments), {{"LC_ALL", "C.UTF-8"}}, {}, {}};
    command.withoutTerminal = true;
    return command;
}

Result<fs::path> findProgramFor(Encryption encryption)
{
    if (encryption == Encryption::Age) {
        if (auto age = process::findProgram("age"))
            return age;
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core",
                "age is not installed, and backups encrypted for an age key need it; install the package age.")));
    }
    if (auto gpg = process::findProgram("gpg"))
        return gpg;
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core",
            "gpg is not installed, and backups encrypted for a GnuPG key need it; install the package gnupg.")));
}

Result<process::Exit> ask(const fs::path& program, std::vector<std::string> arguments, TaskContext& context)
{
    process::RunOptions options;
    options.stallTimeout = kQuestionStall;
    return process::run(quietCommand(program, std::move(arguments)), options, context);
}

// --- GnuPG's list of a key ------------------------------------------------------------------------------------------

/// Field `index` (from 0) of a line of `--with-colons`. \source GnuPG's doc/DETAILS
std::string_view colonField(std::string_view line, int index)
{
    for (; index > 0; --index) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            return {};
        line.remove_prefix(colon + 1);
    }
    return line.substr(0, line.find(':'));
}

std::string_view firstLine(std::string_view lines, std::string_view record)
{
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        if (colonField(line, 0) == record)
            return line;
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    return {};
}

/// Why a key of the keyring cannot be encrypted for. \param line its "pub" record
Result<> requireUsableKey(std::string_view line, const std::string& fingerprint)
{
    const std::string_view validity = colonField(line, 1);
    const std::string_view capabilities = colonField(line, 11);
    if (validity.starts_with('e'))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP(
                     "core", "The GnuPG key %1 has expired; extend it or name another recipient in the profile."),
                fingerprint));
    if (validity.starts_with('r'))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The GnuPG key %1 is revoked; name another recipient in the profile."),
                fingerprint));
    // A capital E: the key as a whole can encrypt. Its encryption subkey may be missing or have expired on its own.
    if (validity.starts_with('i') || validity.starts_with('d') || capabilities.find('D') != std::string_view::npos
        || capabilities.find('E') == std::string_view::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP(
                     "core", "The GnuPG key %1 cannot be encrypted for; name another recipient in the profile."),
                fingerprint));
    return {};
}

Result<> checkGpgKey(const fs::path& gpg, const std::string& fingerprint, TaskContext& context)
{
    QBM_TRY(exit, ask(gpg, {"--batch", "--no-tty", "--with-colons", "--list-keys", fingerprint}, context));
    const std::string_view line = firstLine(exit.output, "pub");
    if (exit.code != 0 || line.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core",
                     "GnuPG knows no key %1 here; import its public half with \"gpg --import FILE\" as the user that "
                     "makes the backups."),
                fingerprint),
            errorLines(exit.errorTail));
    return requireUsableKey(line, fingerprint);
}

/// age looks at the key when it encrypts, so it encrypts nothing.
Result<> checkAgeKey(const fs::path& age, const std::string& key, TaskContext& context)
{
    QBM_TRY(exit, ask(age, {"-r", key}, context));
    if (exit.code != 0)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" is no key that age can encrypt for; copy it again from age-keygen."),
                key),
            errorLines(exit.errorTail));
    return {};
}

// --- identities -----------------------------------------------------------------------------------------------------

/// How a line of an identity file begins that age can read with. \source age(1), "Identities"
constexpr std::string_view kSecretKeys[] = {"AGE-SECRET-KEY-", "AGE-PLUGIN-", "-----BEGIN OPENSSH PRIVATE KEY",
    "-----BEGIN RSA PRIVATE KEY", "-----BEGIN PRIVATE KEY"};

bool hasLine(std::string_view content, std::string_view begin)
{
    return content.starts_with(begin) || content.find("\n" + std::string(begin)) != std::string_view::npos;
}

/// A file that holds no key says nothing about the backups.
Result<> requireSecretKey(const std::string& content, const fs::path& identity)
{
    if (std::ranges::any_of(kSecretKeys, [&](std::string_view begin) { return hasLine(content, begin); }))
        return {};
    if (content.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The identity file %1 is empty; put the secret key there that age-keygen made (AGE-SECRET-KEY-...)."),
                identity.string()));
    if (hasLine(content, "age1"))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The identity file %1 holds a public key only, which reads nothing; put the secret key there that "
                     "belongs to it (AGE-SECRET-KEY-...)."),
                identity.string()));
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "The identity file %1 holds no secret key of age; put the one there that age-keygen made "
                 "(AGE-SECRET-KEY-...)."),
            identity.string()));
}

Result<> checkIdentityFile(const fs::path& identity)
{
    if (identity.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core",
                "The profile names no identity file, and backups encrypted for an age key are read with one; name it "
                "under backups.identity.")));
    struct stat info { };
    if (::stat(identity.c_str(), &info) != 0)
        return fail(
            fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot use the identity file %1"), identity.string())));
    if ((info.st_mode & 077) != 0)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core",
                     "The identity file %1 can be read by others, so it is not used; give it to its owner alone "
                     "(chmod 600)."),
                identity.string()));
    QBM_TRY(content, readFile(identity, 1u << 20));
    if (std::ranges::any_of(kLockedIdentities, [&](std::string_view begin) { return content.starts_with(begin); }))
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "The identity file %1 is locked with a passphrase, and nothing here asks for one; give the path "
                     "of an unlocked one."),
                identity.string()));
    return requireSecretKey(content, identity);
}

Result<> checkGpgIdentity(const fs::path& gpg, TaskContext& context)
{
    QBM_TRY(exit, ask(gpg, {"--batch", "--no-tty", "--with-colons", "--list-secret-keys"}, context));
    if (firstLine(exit.output, "sec").empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                "core", "GnuPG has no secret key here, so it can read no encrypted backup; import one first.")),
            errorLines(exit.errorTail));
    return {};
}

// --- the filter -----------------------------------------------------------------------------------------------------

enum class Direction { Encrypt, Decrypt };

Error toolError(const process::Exit& exit, const std::string& program, Direction direction)
{
    const std::string why = errorLines(exit.errorTail);
    const auto says = [&](const char* part) { return why.find(part) != std::string::npos; };
    constexpr int kSignalBase = 128;
    if (exit.code > kSignalBase)
        return Error{ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 was ended by signal %2 before it was done."), program,
                exit.code - kSignalBase),
            why, {}};
    const std::string last = why.substr(why.rfind('\n') == std::string::npos ? 0 : why.rfind('\n') + 1);
    if (direction == Direction::Encrypt)
        return Error{
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 could not encrypt: %2"), program, last), why, {}};
    const bool age = program == "age";
    // age speaks of the identity file before it has looked at the backup.
    if (age && (says("malformed secret key") || says("unknown identity type") || says("no secret keys found")
            || says("no identities found") || says("parsing identity") || says("error reading \"") || says("reading identity")))
        return Error{ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The secret key in the identity file cannot be used, so the backup was not read: %1"),
                last),
            why, {}};
    if (age && says("passphrase"))
        return Error{ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core",
                "The identity file is locked with a passphrase, and nothing here asks for one; give an unlocked one.")),
            why, {}};
    // Of a locked key gpg says as well that there is none, so this comes first.
    if (says("No pinentry") || says("passphrase"))
        return Error{ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core",
                "The GnuPG key that reads this backup is locked, and nothing here asks for its passphrase; unlock it "
                "in gpg-agent first.")),
            why, {}};
    if (says("no identity matched") || says("No secret key"))
        return Error{ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP(
                     "core", "No key here reads this backup: it was encrypted for another one (%1 says so)."),
                program),
            why, {}};
    return Error{ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 could not decrypt; the file is damaged or incomplete: %2"), program, last),
        why, {}};
}

class ProgramFilter final : public ByteFilter {
public:
    ProgramFilter(
        std::unique_ptr<process::FedProcess> process, std::string program, Direction direction, TaskContext& context)
        : m_process(std::move(process))
        , m_program(std::move(program))
        , m_direction(direction)
        , m_context(context)
    {
    }

    Result<> write(std::string_view bytes) override
    {
        auto written = m_process->write(bytes, m_context);
        if (written || !m_process->ended())
            return written;
        QBM_CHECK(finish());
        // It ended well without wanting the rest: what follows the end of an encrypted file is no part of it.
        return fail(
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 ended before it had read everything."), m_program));
    }

    Result<> finish() override
    {
        QBM_TRY(exit, m_process->finish(m_context));
        if (exit.code != 0)
            return fail(toolError(exit, m_program, m_direction));
        return {};
    }

private:
    std::unique_ptr<process::FedProcess> m_process;
    std::string m_program;
    Direction m_direction;
    TaskContext& m_context;
};

Result<std::unique_ptr<ByteFilter>> startFilter(const fs::path& program, std::vector<std::string> arguments,
    Direction direction, ByteSink sink, std::chrono::milliseconds stallTimeout, TaskContext& context)
{
    process::RunOptions options;
    options.onOutput = std::move(sink);
    options.grace = std::chrono::seconds(1);
    QBM_TRY(
        fed, process::FedProcess::start(quietCommand(program, std::move(arguments)), std::move(options), stallTimeout));
    return std::make_unique<ProgramFilter>(std::move(fed), program.filename().string(), direction, context);
}

/// No key is fetched from anywhere, and what zstd or pg_dump has compressed is not compressed again.
std::vector<std::string> gpgEncryptArguments(const std::string& fingerprint)
{
    return {"--batch", "--no-tty", "--no-auto-key-locate", "--trust-model", "always", "--compress-algo", "none",
        "--recipient", fingerprint, "--output", "-", "--encrypt"};
}

} // namespace

Result<Recipient> parseRecipient(const std::string& text)
{
    std::string key;
    std::ranges::copy_if(text, std::back_inserter(key), [](char c) { return c != ' ' && c != '\t'; });
    if (key.empty())
        return Recipient{};
    if (key.starts_with("age1") && std::ranges::all_of(key, isDigitOrLower))
        return Recipient{Encryption::Age, key};
    if (key.starts_with("AGE-SECRET-KEY") || key.find("PRIVATE KEY") != std::string::npos)
        return fail(ErrorKind::InvalidInput,
            qbm::text(QT_TRANSLATE_NOOP("core",
                "This is a secret key. Backups are encrypted for the public one, which begins with age1; keep the "
                "secret one away from this machine.")));
    std::ranges::transform(
        key, key.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (key.size() == kFingerprintDigits && std::ranges::all_of(key, isHexadecimal))
        return Recipient{Encryption::Gpg, key};
    return fail(ErrorKind::InvalidInput,
        qbm::text(QT_TRANSLATE_NOOP("core",
                      "\"%1\" is neither an age recipient (age1...) nor a GnuPG fingerprint of 40 hexadecimal digits."),
            text));
}

Result<> checkRecipient(const Recipient& recipient, TaskContext& context)
{
    if (recipient.encryption == Encryption::None)
        return {};
    QBM_TRY(program, findProgramFor(recipient.encryption));
    if (recipient.encryption == Encryption::Age)
        return checkAgeKey(program, recipient.key, context);
    return checkGpgKey(program, recipient.key, context);
}

Result<> checkIdentity(Encryption encryption, const fs::path& identity, TaskContext& context)
{
    if (encryption == Encryption::None)
        return {};
    QBM_TRY(program, findProgramFor(encryption));
    if (encryption == Encryption::Age)
        return checkIdentityFile(identity);
    return checkGpgIdentity(program, context);
}

Result<std::unique_ptr<ByteFilter>> startEncryption(
    const Recipient& recipient, ByteSink sink, std::chrono::milliseconds stallTimeout, TaskContext& context)
{
    QBM_TRY(program, findProgramFor(recipient.encryption));
    auto arguments = recipient.encryption == Encryption::Age ? std::vector<std::string>{"-r", recipient.key}
                                                             : gpgEncryptArguments(recipient.key);
    return startFilter(program, std::move(arguments), Direction::Encrypt, std::move(sink), stallTimeout, context);
}

Result<std::unique_ptr<ByteFilter>> startDecryption(Encryption encryption, const fs::path& identity, ByteSink sink,
    std::chrono::milliseconds stallTimeout, TaskContext& context)
{
    QBM_TRY(program, findProgramFor(encryption));
    if (encryption == Encryption::Age)
        QBM_CHECK(checkIdentityFile(identity));
    auto arguments = encryption == Encryption::Age
        ? std::vector<std::string>{"-d", "-i", identity.string()}
        : std::vector<std::string>{"--batch", "--no-tty", "--pinentry-mode", "error", "--output", "-", "--decrypt"};
    return startFilter(program, std::move(arguments), Direction::Decrypt, std::move(sink), stallTimeout, context);
}

} // namespace qbm::backup
