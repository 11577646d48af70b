// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/backup_settings.h"

namespace qbm::compose {

namespace {

backup::RetentionPolicy retentionPolicy(const config::BackupRetention& keep)
{
    backup::RetentionPolicy policy;
    policy.days = keep.days > 0 ? std::optional(keep.days) : std::nullopt;
    policy.last = keep.last;
    policy.daily = keep.daily;
    policy.weekly = keep.weekly;
    policy.monthly = keep.monthly;
    policy.maximumBytes = keep.maximumBytes;
    return policy;
}

backup::S3Place s3Place(const config::BackupCopy& copy, const std::shared_ptr<const config::SecretResolver>& secrets)
{
    backup::S3Place place;
    place.endpoint = copy.url;
    place.region = copy.region;
    place.bucket = copy.bucket;
    place.prefix = copy.prefix;
    place.keyId = copy.keyId;
    place.caFile = copy.caFile;
    place.secretKey = [secrets, reference = copy.secret, name = copy.name](TaskContext& context) -> Result<Secret> {
        QBM_TRY(secret, secrets->resolve(reference, context));
        if (!secret)
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "The profile names no secret key for the copy %1."), name));
        return std::move(*secret);
    };
    return place;
}

} // namespace

backup::BackupSettings backupSettings(
    const config::Backups& backups, std::shared_ptr<const config::SecretResolver> secrets)
{
    backup::BackupSettings settings;
    settings.format = backup::parseFormat(backups.format).value_or(settings.format);
    settings.contentChecksums = backups.checksums;
    settings.jobs = backups.jobs;
    settings.stallTimeout = std::chrono::seconds(backups.stallSeconds);
    settings.encryptTo = backups.encryptTo;
    settings.identity = backups.identity;
    settings.retention = retentionPolicy(backups.keep);
    settings.maximumAge = std::chrono::hours(backups.maximumAgeHours);
    for (const config::BackupCopy& copy : backups.copies) {
        backup::CopyPlace& place = settings.copies.emplace_back();
        place.name = copy.name;
        place.folder = copy.folder;
        place.retention = copy.retention == "same";
        if (!copy.url.empty())
            place.s3 = s3Place(copy, secrets);
    }
    return settings;
}

} // namespace qbm::compose
