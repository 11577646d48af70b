// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/panel_export.h"

#include "ui/text/tr.h"
#include "widgets/feedback/dialog.h"

#include <QBuffer>
#include <QDateTime>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QWidget>
#include <cmath>

namespace qbm::ui {

using namespace widgets;

namespace {

/// "api_response_time_20261122_100000"
QString fileStem(const QString& title)
{
    static const QRegularExpression unfit(QStringLiteral("[^\\p{L}\\p{N}]+"));
    QString stem = title.toLower().replace(unfit, QStringLiteral("_"));
    if (stem.isEmpty() || stem == QStringLiteral("_"))
        stem = QStringLiteral("panel");
    return stem + QDateTime::currentDateTime().toString(QStringLiteral("_yyyyMMdd_HHmmss"));
}

void saveBytes(QWidget* parent, const FileRequest& request, const QByteArray& content)
{
    chooseFile(parent, request, [parent = QPointer(parent), content](const QString& path) {
        if (path.isEmpty() || !parent)
            return;
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
        if (!written)
            tell(parent, State::Danger, Tr::tr("The file was not written"), Tr::tr("%1 cannot be written: %2. Choose another folder.").arg(path, file.errorString()));
    });
}

FileRequest request(const QString& heading, const QString& title, const QString& filter, const QString& suffix)
{
    FileRequest out;
    out.mode = FileRequest::Mode::Save;
    out.title = heading;
    out.suggestedName = fileStem(title) + QLatin1Char('.') + suffix;
    out.nameFilters = QStringList{filter};
    out.defaultSuffix = suffix;
    return out;
}

/// Names of series come from outside, and a spreadsheet would run one that begins as a formula does.
QString guarded(const QString& name)
{
    static const QRegularExpression formula(QStringLiteral("^[=+\\-@\t\r\n]"));
    return formula.match(name).hasMatch() ? QLatin1Char('\'') + name : name;
}

} // namespace

void savePicture(QWidget* parent, const QString& title, const QImage& picture)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    saveBytes(parent, request(Tr::tr("Save picture of %1").arg(title), title, Tr::tr("Pictures (*.png)"), QStringLiteral("png")), png);
}

void saveCsv(QWidget* parent, const QString& title, const QString& csv)
{
    saveBytes(parent, request(Tr::tr("Save numbers of %1").arg(title), title, Tr::tr("Tables (*.csv)"), QStringLiteral("csv")), csv.toUtf8());
}

QString frameToCsv(const dashboard::Frame& frame)
{
    QString csv = QStringLiteral("time,series,value\n");
    for (const dashboard::FrameSeries& series : frame.series) {
        QString name = guarded(qstr(series.name));
        name = QLatin1Char('"') + name.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
        for (std::size_t i = 0; i < series.series.times.size(); ++i) {
            const double value = series.series.values[i];
            const QString number = std::isfinite(value) ? QString::number(value, 'g', 17) : QString();
            csv += QStringLiteral("%1,%2,%3\n").arg(qstr(formatRfc3339(prometheus::fromUnixSeconds(series.series.times[i]))), name, number);
        }
    }
    return csv;
}

} // namespace qbm::ui
