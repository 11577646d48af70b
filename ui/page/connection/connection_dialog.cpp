// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/connection/connection_dialog.h"

#include "core/service/health_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/page/connection/profile_form.h"
#include "ui/text/tr.h"
#include "widgets/theme/state.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 620;
constexpr int kHeight = 660;
constexpr int kFormHeight = 280; // least: the results stand under it

State stateOf(health::State state)
{
    switch (state) {
    case health::State::Ok: return State::Ok;
    case health::State::NotConfigured:
    case health::State::Unknown: return State::Unknown;
    case health::State::Stale: return State::Stale;
    case health::State::Degraded: return State::Warning;
    case health::State::Down: return State::Danger;
    }
    return State::Unknown;
}

/// The grid of results with nothing in it but the line above them; they begin at row 1.
QGridLayout* emptied(const QWidget* results)
{
    auto* grid = static_cast<QGridLayout*>(results->layout());
    while (QLayoutItem* item = grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    grid->addWidget(makeSeparator(), 0, 0, 1, 3);
    return grid;
}

} // namespace

ConnectionDialog* ConnectionDialog::edit(WorkerPool& pool, QWidget* parent, const std::filesystem::path& file, Connect connect)
{
    auto* dialog = new ConnectionDialog(pool, parent, file, std::move(connect));
    if (!file.empty())
        dialog->load();
    dialog->open();
    return dialog;
}

ConnectionDialog::ConnectionDialog(WorkerPool& pool, QWidget* parent, std::filesystem::path file, Connect connect)
    : Dialog(parent)
    , m_file(std::move(file))
    , m_connect(std::move(connect))
    , m_form(new ProfileForm)
    , m_results(new QWidget)
    , m_runner(new TaskRunner(pool, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(m_file.empty() ? Tr::tr("New connection") : Tr::tr("Edit connection"));
    setSentence(Tr::tr("Where the parts of one QBM system answer. What it does not have stays unchecked."));
    QScrollArea* area = scrolled(m_form);
    area->setMinimumHeight(kFormHeight);
    body()->addWidget(area, 1);
    resize(kWidth, kHeight);
    auto* grid = new QGridLayout(m_results);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(2, 1);
    body()->addWidget(m_results);
    m_results->hide();
    addCancelButton();
    m_test = addButton(Tr::tr("Test connection"));
    m_save = addButton(Tr::tr("Save and connect"), ButtonKind::Primary);
    QObject::connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    QObject::connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
}

void ConnectionDialog::load()
{
    m_save->setEnabled(false);
    m_runner->start<config::Profile>([file = m_file](TaskContext&) { return config::loadProfile(file); },
        [this](Result<config::Profile> profile) {
            if (!profile)
                return showProblem(profile.error());
            m_form->setProfile(*profile);
            m_save->setEnabled(true);
        });
}

void ConnectionDialog::test()
{
    const auto profile = m_form->profile();
    if (!profile)
        return;
    m_test->setEnabled(false);
    m_test->setText(Tr::tr("Testing"));
    m_runner->start<health::Overview>(
        [profile = *profile, connect = m_connect](TaskContext& context) -> Result<health::Overview> {
            QBM_TRY(services, connect(profile, context));
            return services.health->fetchOverview(context);
        },
        [this](Result<health::Overview> overview) {
            m_test->setEnabled(true);
            m_test->setText(Tr::tr("Test connection"));
            if (!overview)
                return showProblem(overview.error());
            QGridLayout* grid = emptied(m_results);
            int row = 1;
            for (const health::Node& node : overview->nodes) {
                grid->addWidget(new StateGlyph(stateOf(node.state)), row, 0);
                grid->addWidget(makeLabel(qstr(node.title)), row, 1);
                QLabel* sentence = makeLabel(translated(node.sentence), TypeRole::Body, TextTone::Secondary);
                sentence->setWordWrap(true);
                grid->addWidget(sentence, row, 2);
                ++row;
            }
            m_results->show();
            Q_EMIT tested();
        });
}

void ConnectionDialog::save()
{
    const auto profile = m_form->profile();
    if (!profile)
        return;
    const std::filesystem::path file = m_file.empty() ? config::profilesFolder() / (profile->name + ".yaml") : m_file;
    m_save->setEnabled(false);
    m_runner->start<std::monostate>(
        [profile = *profile, file, isNew = m_file.empty()](TaskContext&) -> Result<std::monostate> {
            if (isNew && std::filesystem::exists(file))
                return fail(ErrorKind::Conflict, text(QT_TRANSLATE_NOOP("core", "There is a profile %1 already; choose another name, or edit that one."), file.string()));
            QBM_CHECK(config::saveProfile(profile, file));
            return std::monostate{};
        },
        [this, file](Result<std::monostate> written) {
            m_save->setEnabled(true);
            if (!written)
                return showProblem(written.error());
            Q_EMIT saved(qstr(file.string()));
            accept();
        });
}

void ConnectionDialog::showProblem(const Error& error)
{
    QGridLayout* grid = emptied(m_results);
    grid->addWidget(new StateGlyph(State::Danger), 1, 0);
    QLabel* sentence = makeLabel(translated(error.message), TypeRole::Body, TextTone::Danger);
    sentence->setWordWrap(true);
    sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(sentence, 1, 1, 1, 2);
    m_results->show();
}

} // namespace qbm::ui
