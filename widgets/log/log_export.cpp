// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_export.h"

#include "widgets/log/log_text.h"
#include "widgets/theme/tr.h"

#include <QJsonDocument>
#include <QSaveFile>

namespace qbm::widgets {

namespace {

constexpr qsizetype kBlock = 1 << 20;

void appendJsonString(QByteArray& out, std::string_view text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    // By way of QString, so that bytes which are no UTF-8 do not break the file.
    for (const char c : qstr(text).toUtf8()) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

bool isJsonObject(std::string_view text)
{
    return text.starts_with('{')
        && QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())))
               .isObject();
}

void appendJson(QByteArray& out, const LogLine& line, const QStringList& sources)
{
    out += "{\"time\":";
    appendJsonString(out, formatRfc3339(line.time));
    if (line.source < static_cast<std::uint32_t>(sources.size())) {
        out += ",\"source\":";
        appendJsonString(out, sources[static_cast<qsizetype>(line.source)].toStdString());
    }
    if (line.level != LogLevel::Unknown) {
        out += ",\"level\":";
        appendJsonString(out, name(line.level));
    }
    if (!line.logger.empty()) {
        out += ",\"logger\":";
        appendJsonString(out, line.logger);
    }
    out += ",\"message\":";
    appendJsonString(out, line.message);
    if (isJsonObject(line.raw)) {
        out += ",\"record\":";
        out.append(line.raw.data(), static_cast<qsizetype>(line.raw.size()));
    }
    out += "}\n";
}

ErrorKind kindOf(QFileDevice::FileError error)
{
    switch (error) {
    case QFileDevice::ResourceError:
    case QFileDevice::WriteError:
        return ErrorKind::Exhausted;
    case QFileDevice::PermissionsError:
        return ErrorKind::Denied;
    case QFileDevice::OpenError:
        return ErrorKind::NotFound;
    default:
        return ErrorKind::Internal;
    }
}

tl::unexpected<Error> notWritten(const QSaveFile& file)
{
    return fail(kindOf(file.error()),
        text(QT_TRANSLATE_NOOP(
                 "core", "The log was not saved: %1 cannot be written (%2). Choose another folder or free space."),
            file.fileName().toStdString(), file.errorString().toStdString()));
}

/// Calls `each` with the lines of the snapshot until it returns false.
template <class Each> void forEachLine(const LogSnapshot& lines, const Each& each)
{
    std::size_t next = 0; // of lines.rows
    for (const LogStore::Span& span : lines.spans) {
        for (std::uint32_t i = span.begin; i < span.chunk->size(); ++i) {
            if (lines.rows) {
                if (next == lines.rows->size())
                    return;
                if ((*lines.rows)[next] != span.sequence + i)
                    continue;
                ++next;
            }
            if (!each(span.chunk->line(i)))
                return;
        }
    }
}

} // namespace

std::uint64_t LogSnapshot::size() const
{
    if (rows)
        return rows->size();
    std::uint64_t sum = 0;
    for (const LogStore::Span& span : spans)
        sum += span.chunk->size() - span.begin;
    return sum;
}

Result<std::uint64_t> exportLog(
    const LogSnapshot& lines, LogFormat format, const QStringList& sources, const QString& path, TaskContext& context)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return notWritten(file);
    Progress progress{0, lines.size(), text(QT_TRANSLATE_NOOP("core", "Write the lines"))};
    QByteArray block;
    bool good = true;
    const auto flush = [&] {
        good = file.write(block) == block.size() && !context.stopRequested();
        block.clear();
        context.report(progress);
        return good;
    };
    forEachLine(lines, [&](const LogLine& line) {
        if (format == LogFormat::JsonLines) {
            appendJson(block, line, sources);
        } else {
            block.append(line.raw.data(), static_cast<qsizetype>(line.raw.size()));
            block += '\n';
        }
        ++progress.done;
        return block.size() < kBlock || flush();
    });
    if (good)
        flush();
    QBM_CHECK(context.checkpoint()); // what was begun goes with the QSaveFile
    if (!good || !file.commit())
        return notWritten(file);
    return progress.done;
}

} // namespace qbm::widgets
