// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/dialog.h"
#include "widgets/theme/tr.h"

#include <QApplication>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>

namespace qbm::widgets {

namespace {

struct Script {
    QStringList answers;
    Question last;
};

Script& script()
{
    static Script instance;
    return instance;
}

/// Answers from the event loop as a real dialog would, unless the parent is gone by then.
bool answeredByScript(QWidget* parent, const std::function<void(const QString&)>& answered)
{
    if (script().answers.isEmpty())
        return false;
    const QString answer = script().answers.takeFirst();
    QTimer::singleShot(0, parent ? static_cast<QObject*>(parent) : qApp, [answered, answer] { answered(answer); });
    return true;
}

void addDetail(Dialog& dialog, const QString& detail)
{
    if (detail.isEmpty())
        return;
    auto* well = new QFrame;
    well->setObjectName(QStringLiteral("qbmWell"));
    auto* column = new QVBoxLayout(well);
    column->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceS);
    column->addWidget(makeCodeLabel(detail));
    dialog.body()->addWidget(well);
}

void addState(Dialog& dialog, State state, const QString& sentence)
{
    if (state == State::Info || state == State::Unknown) {
        dialog.setSentence(sentence);
        return;
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceS);
    auto* text = makeLabel(sentence, TypeRole::Body, TextTone::Secondary);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    row->addWidget(new StateGlyph(state), 0, Qt::AlignTop);
    row->addWidget(text, 1);
    dialog.body()->addLayout(row);
    dialog.setAccessibleDescription(word(state) + QStringLiteral(": ") + sentence);
}

QString lastFolder()
{
    return QSettings().value(QStringLiteral("fileDialog/lastFolder")).toString();
}

} // namespace

void ask(QWidget* parent, const Question& question, std::function<void(const QString& id)> answered)
{
    script().last = question;
    if (answeredByScript(parent, answered))
        return;
    auto* dialog = new Dialog(parent);
    dialog->setHeading(question.title);
    addState(*dialog, question.state, question.sentence);
    addDetail(*dialog, question.detail);
    QPushButton* cancel = dialog->addCancelButton();
    for (const Choice& choice : question.choices) {
        auto* button = dialog->addButton(choice.label, choice.kind);
        button->setObjectName(choice.id);
        QObject::connect(button, &QPushButton::clicked, dialog, [dialog, id = choice.id] {
            dialog->setProperty("answer", id);
            dialog->accept();
        });
    }
    cancel->setFocus();
    QPointer<QWidget> alive(parent);
    const bool hadParent = parent != nullptr;
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, alive, hadParent, answered = std::move(answered)] {
        if (!hadParent || alive)
            answered(dialog->property("answer").toString());
    });
    dialog->open();
}

void tell(QWidget* parent, State state, const QString& title, const QString& sentence, const QString& detail)
{
    script().last = {title, sentence, detail, state, {}};
    auto* dialog = new Dialog(parent);
    dialog->setHeading(title);
    addState(*dialog, state, sentence);
    addDetail(*dialog, detail);
    auto* close = dialog->addButton(Tr::tr("Close"), ButtonKind::Primary);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    close->setFocus();
    dialog->open();
}

void chooseFile(QWidget* parent, const FileRequest& request, std::function<void(const QString& path)> chosen)
{
    if (answeredByScript(parent, chosen))
        return;
    auto* dialog = new QFileDialog(parent, request.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDirectory(request.folder.isEmpty() ? lastFolder() : request.folder);
    switch (request.mode) {
    case FileRequest::Mode::Open: dialog->setFileMode(QFileDialog::ExistingFile); break;
    case FileRequest::Mode::Save: dialog->setAcceptMode(QFileDialog::AcceptSave); break;
    case FileRequest::Mode::Folder:
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        break;
    }
    if (!request.nameFilters.isEmpty())
        dialog->setNameFilters(request.nameFilters);
    if (!request.defaultSuffix.isEmpty())
        dialog->setDefaultSuffix(request.defaultSuffix);
    if (!request.suggestedName.isEmpty())
        dialog->selectFile(request.suggestedName);
    QPointer<QWidget> alive(parent);
    const bool hadParent = parent != nullptr;
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, alive, hadParent, chosen = std::move(chosen)](int result) {
        if (hadParent && !alive)
            return;
        const QString path = result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString();
        if (!path.isEmpty())
            QSettings().setValue(QStringLiteral("fileDialog/lastFolder"), dialog->directory().absolutePath());
        chosen(path);
    });
    dialog->open();
}

void DialogScript::nextAnswer(const QString& idOrPath)
{
    script().answers.append(idOrPath);
}

Question DialogScript::lastQuestion()
{
    return script().last;
}

qsizetype DialogScript::pending()
{
    return script().answers.size();
}

void DialogScript::clear()
{
    script() = {};
}

} // namespace qbm::widgets
