// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/icons.h"

#include "core/base/log.h"
#include "widgets/theme/icon_files.h"

#include <QFileInfo>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <functional>

namespace qbm::widgets {

namespace {

QString findIconFile(const QString& name, int size, bool dark)
{
    static const QStringList lightRoots = QStandardPaths::locateAll(
        QStandardPaths::GenericDataLocation, QStringLiteral("icons/breeze"), QStandardPaths::LocateDirectory);
    static const QStringList darkRoots = QStandardPaths::locateAll(
        QStandardPaths::GenericDataLocation, QStringLiteral("icons/breeze-dark"), QStandardPaths::LocateDirectory);
    static const QStringList groups{QStringLiteral("actions"), QStringLiteral("status"), QStringLiteral("places"),
        QStringLiteral("devices"), QStringLiteral("apps"), QStringLiteral("mimetypes"), QStringLiteral("categories"),
        QStringLiteral("preferences"), QStringLiteral("emblems")};
    for (const QString& root : dark ? darkRoots : lightRoots) {
        for (const QString& group : groups) {
            const QString file = QStringLiteral("%1/%2/%3/%4.svg").arg(root, group, QString::number(size), name);
            if (QFileInfo::exists(file))
                return file;
        }
    }
    return {};
}

using Ink = std::function<QColor()>;

/// Renders the SVG at the very pixels asked for, then replaces its ink by the theme's.
class TintedEngine : public QIconEngine {
public:
    TintedEngine(QString name, Ink ink)
        : m_name(std::move(name))
        , m_ink(std::move(ink))
    {
    }

    QIconEngine* clone() const override { return new TintedEngine(*this); }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(rect.size() * ratio, mode, ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return rendered(size, mode, 1.0); }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override { return rendered(size, mode, scale); }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    QPixmap rendered(const QSize& devicePixels, QIcon::Mode mode, double ratio) const
    {
        QColor ink = m_ink();
        if (mode == QIcon::Disabled)
            ink = withAlpha(ink, 0.45);
        const QString key = QStringLiteral("qbm/%1/%2x%3/%4").arg(m_name).arg(devicePixels.width()).arg(devicePixels.height()).arg(ink.rgba(), 8, 16);
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            QImage image(devicePixels, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            draw(painter, QRectF(QPointF(), QSizeF(devicePixels)), int(devicePixels.width() / ratio + 0.5));
            painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
            painter.fillRect(image.rect(), ink);
            painter.end();
            pixmap = QPixmap::fromImage(image);
            QPixmapCache::insert(key, pixmap);
        }
        pixmap.setDevicePixelRatio(ratio);
        return pixmap;
    }

    void draw(QPainter& painter, const QRectF& box, int size) const
    {
        const QString file = iconFile(m_name, size);
        if (!file.isEmpty()) {
            QSvgRenderer(file).render(&painter, box);
            return;
        }
        log::warning("widgets.icons", "Icon " + m_name.toStdString() + " is not installed (package breeze-icon-theme)");
        painter.setPen(QPen(Qt::black, box.width() / 12));
        painter.drawRoundedRect(box.adjusted(box.width() / 5, box.width() / 5, -box.width() / 5, -box.width() / 5), 2, 2);
    }

    QString m_name;
    Ink m_ink;
};

/// An icon that is drawn by code.
class DrawnEngine : public QIconEngine {
public:
    using Draw = void (*)(QPainter&, const QRectF&);
    explicit DrawnEngine(Draw draw)
        : m_draw(draw)
    {
    }
    QIconEngine* clone() const override { return new DrawnEngine(*this); }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override { m_draw(*painter, rect); }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    bool isNull() override { return false; }

private:
    Draw m_draw;
};

void paintCross(QPainter& painter, const QRectF& box)
{
    const double reach = std::min(box.width(), box.height()) * 0.28;
    const QPointF c = box.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().colors().textSecondary, std::max(1.2, reach * 0.3), Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(c - QPointF(reach, reach), c + QPointF(reach, reach));
    painter.drawLine(c - QPointF(reach, -reach), c + QPointF(reach, -reach));
    painter.restore();
}

} // namespace

QString iconFile(const QString& name, int pixels, bool dark)
{
    for (const int size : {16, 22, 32, 48, 64}) {
        if (size + 2 < pixels) // 20 px icons are the 22 px drawing made smaller, but 18 may still use 16's
            continue;
        if (const QString file = findIconFile(name, size, dark); !file.isEmpty())
            return file;
    }
    for (const int size : {32, 22, 16}) {
        if (const QString file = findIconFile(name, size, dark); !file.isEmpty())
            return file;
    }
    return {};
}

QIcon icon(const QString& name, TextTone tone)
{
    return QIcon(new TintedEngine(name, [tone] { return toneColor(tone); }));
}

QIcon iconOnAccent(const QString& name)
{
    return QIcon(new TintedEngine(name, [] { return Theme::current().colors().onAccent; }));
}

bool hasIcon(const QString& name)
{
    return !iconFile(name, tokens::kIconSmall).isEmpty();
}

QIcon closeIcon()
{
    return QIcon(new DrawnEngine(paintCross));
}

QIcon productIcon()
{
    return QIcon(new DrawnEngine(paintProductMark));
}

void paintProductMark(QPainter& painter, const QRectF& box)
{
    const auto& colors = Theme::current().colors();
    const double side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2);
    painter.scale(side / 32, side / 32);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawRoundedRect(QRectF(1, 1, 30, 30), 7, 7);
    painter.setPen(QPen(colors.onAccent, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPainterPath pulse(QPointF(5.5, 17));
    for (const QPointF& point : {QPointF(10, 17), QPointF(13, 9.5), QPointF(18.5, 23.5), QPointF(21.5, 17), QPointF(23, 17)})
        pulse.lineTo(point);
    painter.drawPath(pulse);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.onAccent);
    painter.drawEllipse(QPointF(25.2, 17), 2.4, 2.4);
    painter.restore();
}

} // namespace qbm::widgets
