// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/command_dialog.h"

#include "ui/async/feed.h"
#include "ui/page/cluster/cluster_usage.h"
#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 600;
constexpr int kDefaultDays = 30;
constexpr int kMostDays = 3650;

std::vector<std::string> argv(const QStringList& words)
{
    std::vector<std::string> out;
    for (const QString& word : words)
        out.push_back(word.toStdString());
    return out;
}

/// What a shell would have to be given for the same arguments: to be read, never to be run.
QString shown(const std::vector<std::string>& arguments)
{
    QStringList words;
    for (const std::string& argument : arguments) {
        const QString word = qstr(argument);
        words << (word.isEmpty() || word.contains(QLatin1Char(' ')) || word.contains(QLatin1Char('*'))
                ? QLatin1Char('\'') + word + QLatin1Char('\'')
                : word);
    }
    return words.join(QLatin1Char(' '));
}

} // namespace

CommandDialog::CommandDialog(
    std::shared_ptr<service::ClusterService> cluster, const ChosenObject& object, QWidget* parent)
    : Dialog(parent)
    , m_pod(new QComboBox)
    , m_container(new QComboBox)
    , m_preset(new QComboBox)
    , m_folder(new QLineEdit(QStringLiteral("/app/logs")))
    , m_days(new QSpinBox)
    , m_requirements(new QLineEdit(QStringLiteral("requirements.txt")))
    , m_own(new QLineEdit)
    , m_shown(makeCodeLabel({}))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Run a maintenance command in %1").arg(qstr(object.meta.name)));
    setSentence(Tr::tr("The next step lists what the command would touch, before it runs. Its output is shown, and "
                       "that it ran is recorded."));
    m_days->setRange(0, kMostDays);
    m_days->setValue(kDefaultDays);
    m_days->setSuffix(QLatin1Char(' ') + Tr::tr("days"));
    for (QLineEdit* field : {m_folder, m_requirements, m_own})
        field->setFont(Theme::monoFont());
    m_preset->addItems(
        {Tr::tr("Delete old log files"), Tr::tr("Upgrade Python packages"), Tr::tr("A command of your own")});
    auto* form = new Form;
    m_podRow = form->addRow(Tr::tr("Pod"), m_pod);
    form->addRow(Tr::tr("Container"), m_container);
    form->addRow(Tr::tr("What to do"), m_preset);
    m_folderRow = form->addRow(Tr::tr("Folder"), m_folder);
    m_daysRow = form->addRow(Tr::tr("Not changed for"), m_days);
    m_requirementsRow = form->addRow(Tr::tr("Requirements file"), m_requirements);
    m_requirementsRow->setHint(Tr::tr("What is installed is gone with the pod. A new image keeps it."));
    m_ownRow = form->addRow(Tr::tr("Command"), m_own);
    m_ownRow->setHint(Tr::tr("Program and arguments; quotation marks hold an argument together. No shell reads it."));
    body()->addWidget(form);
    auto* well = new QFrame;
    well->setObjectName(QStringLiteral("qbmWell"));
    auto* wellColumn = new QVBoxLayout(well);
    wellColumn->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceS);
    wellColumn->addWidget(m_shown);
    m_shown->setWordWrap(true);
    body()->addWidget(well);
    addCancelButton();
    m_next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);

    connect(m_pod, &QComboBox::currentIndexChanged, this, [this] {
        showPodProblem();
        fillContainers();
    });
    connect(m_container, &QComboBox::currentIndexChanged, this, &CommandDialog::updateCommand);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &CommandDialog::presetChanged);
    for (QLineEdit* field : {m_folder, m_requirements, m_own})
        connect(field, &QLineEdit::textChanged, this, &CommandDialog::updateCommand);
    connect(m_days, &QSpinBox::valueChanged, this, &CommandDialog::updateCommand);
    connect(m_next, &QPushButton::clicked, this, [this] {
        const auto wanted = command();
        accept();
        Q_EMIT chosen(*wanted);
    });
    presetChanged();
    if (object.pod) {
        setPods({object.pod});
    } else {
        new Feed(
            this,
            [pods = cluster->pods()](std::function<void()> changed) { return pods->subscribe(std::move(changed)); },
            [this, pods = cluster->pods(), name = object.meta.name] {
                auto rows = pods->snapshot()->rows;
                std::erase_if(rows,
                    [&](const auto& pod) { return deploymentOfPodName(pod->meta.name) != name || pod->meta.deletion; });
                setPods(std::move(rows));
            });
    }
    m_preset->setFocus();
}

void CommandDialog::setPods(std::vector<std::shared_ptr<const kubernetes::Pod>> pods)
{
    const bool same = std::ranges::equal(
        pods, m_pods, {}, [](const auto& pod) { return pod->meta.uid; }, [](const auto& pod) { return pod->meta.uid; });
    m_pods = std::move(pods);
    if (same)
        return showPodProblem(); // what was chosen stays chosen
    const QString before = m_pod->currentText();
    {
        const QSignalBlocker quiet(m_pod);
        m_pod->clear();
        for (const auto& pod : m_pods)
            m_pod->addItem(qstr(pod->meta.name));
        // Another pod in its place would be none that somebody chose.
        m_pod->setCurrentIndex(before.isEmpty() && m_gone.isEmpty() ? 0 : m_pod->findText(before));
    }
    if (m_pod->currentIndex() < 0 && !before.isEmpty())
        m_gone = before;
    showPodProblem();
    fillContainers();
}

void CommandDialog::showPodProblem()
{
    m_podRow->setError(m_pods.empty()     ? Tr::tr("No pod is running.")
            : m_pod->currentIndex() < 0 ? Tr::tr("%1 is gone; choose another pod.").arg(m_gone)
                                        : QString());
}

void CommandDialog::fillContainers()
{
    const QString before = m_container->currentText();
    m_container->clear();
    if (m_pod->currentIndex() >= 0) {
        for (const kubernetes::Container& container :
            m_pods[static_cast<std::size_t>(m_pod->currentIndex())]->containerStates)
            m_container->addItem(qstr(container.name));
        m_container->setCurrentIndex(std::max(0, m_container->findText(before)));
    }
    updateCommand();
}

void CommandDialog::presetChanged()
{
    const int preset = m_preset->currentIndex();
    m_folderRow->setVisible(preset == OldLogFiles);
    m_daysRow->setVisible(preset == OldLogFiles);
    m_requirementsRow->setVisible(preset == UpgradePackages);
    m_ownRow->setVisible(preset == OwnCommand);
    updateCommand();
}

std::optional<service::PodCommand> CommandDialog::command() const
{
    service::PodCommand out;
    out.pod = m_pod->currentText().toStdString();
    out.container = m_container->currentText().toStdString();
    switch (m_preset->currentIndex()) {
    case OldLogFiles: {
        if (!m_folder->text().startsWith(QLatin1Char('/')) || m_folder->text() == QLatin1String("/"))
            return std::nullopt;
        QStringList find{QStringLiteral("find"), m_folder->text(), QStringLiteral("-type"), QStringLiteral("f"),
            QStringLiteral("-name"), QStringLiteral("*.log*"), QStringLiteral("-mtime"),
            QLatin1Char('+') + QString::number(m_days->value())};
        out.preview = argv(find + QStringList{QStringLiteral("-print")});
        out.command = argv(find + QStringList{QStringLiteral("-delete")});
        break;
    }
    case UpgradePackages:
        if (m_requirements->text().trimmed().isEmpty())
            return std::nullopt;
        out.preview = argv({QStringLiteral("pip"), QStringLiteral("list"), QStringLiteral("--outdated")});
        out.command = argv({QStringLiteral("pip"), QStringLiteral("install"), QStringLiteral("--upgrade"),
            QStringLiteral("-r"), m_requirements->text().trimmed()});
        out.goneWithPod = true;
        break;
    default:
        out.command = argv(QProcess::splitCommand(m_own->text()));
        break;
    }
    return out.command.empty() || out.pod.empty() ? std::nullopt : std::optional(out);
}

void CommandDialog::updateCommand()
{
    const auto wanted = command();
    m_shown->setText(wanted ? shown(wanted->command) : qstr(kUnknown));
    m_next->setEnabled(wanted.has_value());
}

} // namespace qbm::ui
