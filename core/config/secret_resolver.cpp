// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/environment.h"
#include "core/base/file.h"
#include "core/config/keyring.h"
#include "core/config/profile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qbm::config {

namespace {

constexpr std::size_t kLargestSecretBytes = 64 * 1024;

Result<Secret> fromEnvironment(const std::string& variable)
{
    auto value = environmentVariable(variable);
    if (!value || value->empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The environment variable %1, which is to hold a secret, is not set."), variable));
    return Secret(std::move(*value));
}

/// The rights of the very file that is then read.
Result<> checkRights(int fd, const std::string& file)
{
    struct stat info{};
    if (::fstat(fd, &info) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), file)));
    if (!S_ISREG(info.st_mode))
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "%1, which is to hold a secret, is not a file."), file));
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "Other users have rights on the secret in %1; take them away with: chmod 600 %1"), file));
    return {};
}

Result<Secret> fromFile(const std::string& file)
{
    // O_NONBLOCK: a FIFO would otherwise hold us before its type is known.
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read the secret in %1"), file)));
    QBM_CHECK(checkRights(fd.get(), file));
    std::string content(kLargestSecretBytes + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
        const ssize_t got = ::read(fd.get(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read the secret in %1"), file)));
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    const bool tooLarge = size > kLargestSecretBytes;
    while (size > 0 && (content[size - 1] == '\n' || content[size - 1] == '\r'))
        --size;
    Secret secret(content.substr(0, size));
    explicit_bzero(content.data(), content.size());
    if (tooLarge)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 is too large to hold a secret."), file));
    if (secret.empty())
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1, which is to hold a secret, is empty."), file));
    return secret;
}

Result<Secret> fromKeyring(const std::string& item, TaskContext& context)
{
    QBM_TRY(found, lookUpInKeyring(item, context));
    if (!found)
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "The keyring holds no item %1."), item));
    return std::move(*found);
}

Result<Secret> fromCluster(const std::string& location, const SecretResolver::KubeSecretReader& read, TaskContext& context)
{
    const std::size_t first = location.find('/');
    const std::size_t last = location.rfind('/');
    if (first == std::string::npos || first == last)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A secret of the cluster is named NAMESPACE/NAME/KEY, not \"%1\"."), location));
    if (!read)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "The secret %1 is kept in a cluster, but the profile names none."), location));
    return read(location.substr(0, first), location.substr(first + 1, last - first - 1), location.substr(last + 1), context);
}

} // namespace

Result<std::optional<Secret>> SecretResolver::resolve(const SecretReference& reference, TaskContext& context) const
{
    using Kind = SecretReference::Kind;
    Result<Secret> found;
    switch (reference.kind) {
    case Kind::None:
    case Kind::PgPass: return std::nullopt;
    case Kind::Environment: found = fromEnvironment(reference.location); break;
    case Kind::File: found = fromFile(reference.location); break;
    case Kind::Keyring: found = fromKeyring(reference.location, context); break;
    case Kind::KubeSecret: found = fromCluster(reference.location, m_readKubeSecret, context); break;
    }
    if (!found)
        return fail(std::move(found).error());
    return std::move(*found);
}

} // namespace qbm::config
