// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QHash>
#include <QTranslator>
#include <QXmlStreamReader>

/// Translates straight from a .ts file, so that pictures need no compiled catalogue.
class TsTranslator : public QTranslator {
public:
    explicit TsTranslator(const QString& file)
    {
        QFile in(file);
        if (!in.open(QIODevice::ReadOnly))
            return;
        QXmlStreamReader xml(&in);
        QString context, source;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("name"))
                context = xml.readElementText();
            else if (xml.name() == QLatin1String("source"))
                source = xml.readElementText();
            else if (xml.name() == QLatin1String("translation"))
                m_texts.insert(context + QLatin1Char('\n') + source, xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed());
        }
    }
    bool isEmpty() const override { return m_texts.isEmpty(); }
    QString translate(const char* context, const char* source, const char*, int) const override
    {
        return m_texts.value(QString::fromUtf8(context) + QLatin1Char('\n') + QString::fromUtf8(source));
    }

private:
    QHash<QString, QString> m_texts;
};
