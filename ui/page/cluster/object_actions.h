// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/layout/action_bar.h"
#include "ui/page/cluster/object_table.h"
#include "ui/page/cluster/words_dialog.h"

#include <QString>
#include <memory>
#include <optional>

namespace qbm::operation {
class Operation;
}

namespace qbm::ui {

class ActionBuilder;
class PermissionBook;
class RunningOperation;
class Session;

/// What can be done with the objects of a scope, and why some of it cannot. Each opens its dialog or asks the page to
/// show another view; nothing is changed without an operation's plan.
class ObjectActions : public QObject {
    Q_OBJECT
public:
    ObjectActions(Session& session, QWidget* page);

    void setService(std::shared_ptr<service::ClusterService> cluster);
    /// Asks the access reviews for that kind where they are not known.
    void prepare(const ClusterKind& kind);
    /// Asks them anew.
    void refresh(const ClusterKind& kind);
    /// For that object, or, without one, for the kind: then each says that an object must be chosen.
    std::vector<ObjectAction> forObject(const ClusterKind& kind, const std::optional<ChosenObject>& object);
    std::vector<ObjectAction> forScope();
    /// The way back that a rollout's undo takes.
    struct WayBack {
        std::int64_t revision = 0;
        bool recommended = false; ///< the rollout does not come on: the undo is what to do now
        bool wasReady = false; ///< it is the last one that was ready
    };
    /// What can be done with its rollout. `back`: nullopt: no revision is chosen.
    std::vector<ObjectAction> forRollout(const ChosenObject& deployment, std::optional<WayBack> back);

    void scale(const ChosenObject& object);
    void reveal(const std::string& secret);

Q_SIGNALS:
    /// An access review was answered.
    void changed();
    void logsRequested(const QString& workload);
    void rolloutsRequested(const QString& deployment);
    void revealBegan(const QString& secret);
    void secretRevealed(const QString& secret, std::shared_ptr<const qbm::service::RevealedSecret> values);

private:
    void addRolloutActions(ActionBuilder& builder, const std::optional<ChosenObject>& object);
    void addSetActions(ActionBuilder& builder, const ClusterKind& kind);
    void addNodeActions(ActionBuilder& builder, const std::optional<ChosenObject>& object);
    void addCronJobActions(ActionBuilder& builder);
    void addGeneralActions(ActionBuilder& builder, const ClusterKind& kind, const std::optional<ChosenObject>& object);
    using Make = std::function<std::unique_ptr<operation::Operation>(service::ClusterActions&)>;
    void propose(const Make& make) const;
    void request(const service::ActionRequest& asked) const;
    void ask(const WordsDialog::Question& question, const std::function<void(const QStringList&)>& then) const;

    Session& m_session;
    QWidget* m_page;
    PermissionBook* m_permissions;
    std::shared_ptr<service::ClusterService> m_cluster;
};

} // namespace qbm::ui
