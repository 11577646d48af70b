// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/words_dialog.h"

#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 560;

QStringList wordsOf(const QString& text)
{
    static const QRegularExpression spaces(QStringLiteral("\\s+"));
    return text.split(spaces, Qt::SkipEmptyParts);
}

} // namespace

WordsDialog::WordsDialog(const Question& question, QWidget* parent)
    : Dialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(question.heading);
    setSentence(question.sentence);
    auto* field = new QLineEdit(question.before);
    field->setFont(Theme::monoFont());
    auto* form = new Form;
    FormRow* row = form->addRow(question.label, field);
    row->setHint(question.hint);
    body()->addWidget(form);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    const auto update = [field, next, row, question] {
        const QStringList words = wordsOf(field->text());
        QString wrong;
        for (const QString& word : words) {
            if (wrong.isEmpty())
                wrong = question.problem(word);
        }
        if (wrong.isEmpty() && question.most > 0 && words.size() > question.most)
            wrong = Tr::tr("That is more than one.");
        row->setError(wrong);
        next->setEnabled(wrong.isEmpty() && !words.isEmpty() && field->text().trimmed() != question.before);
    };
    connect(field, &QLineEdit::textChanged, this, update);
    connect(next, &QPushButton::clicked, this, [this, field] {
        accept();
        Q_EMIT chosen(wordsOf(field->text()));
    });
    update();
    field->setFocus();
    field->selectAll();
}

QString problemOfEntry(const QString& change)
{
    static const QRegularExpression entry(QStringLiteral("^([^\\s=]+)(=.*|-)$"));
    return entry.match(change).hasMatch() ? QString() : Tr::tr("%1 is neither key=value nor key-, which removes it.").arg(change);
}

QString problemOfTaint(const QString& change)
{
    static const QRegularExpression taint(
        QStringLiteral("^[^\\s=:]+((=[^\\s:]*)?:(NoSchedule|PreferNoSchedule|NoExecute)-?|-)$"));
    return taint.match(change).hasMatch()
        ? QString()
        : Tr::tr("%1 is no taint: key=value:NoSchedule, key:NoExecute, or key- to remove it.").arg(change);
}

} // namespace qbm::ui
