// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/acl_statements.h"
#include "core/backup/restore/archive_owners.h"
#include "core/backup/restore/restricted_objects.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;

class TstAclStatements : public QObject {
    Q_OBJECT
    static TargetServer serverWith(std::set<std::string> roles)
    {
        TargetServer server;
        server.major = 15;
        server.user = "postgres";
        server.superuser = true;
        server.roles = std::move(roles);
        server.roles.insert("postgres");
        return server;
    }

private Q_SLOTS:
    void grants_oddNames_areReadStatementByStatement()
    {
        const auto statements
            = parseAclStatements("REVOKE ALL ON TABLE public.\"a TO b; c\" FROM \"o\"\"wner\";\n"
                                 "GRANT SELECT(\"to\"),UPDATE(b) ON TABLE public.t TO \"we;ird TO x\" WITH GRANT OPTION;\n"
                                 "SET SESSION AUTHORIZATION \"grant or\";\n"
                                 "GRANT ALL ON FUNCTION public.f(\"from\" integer) TO PUBLIC;\n"
                                 "RESET SESSION AUTHORIZATION;\n"
                                 "REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM gone;\n");
        QCOMPARE(statements.size(), std::size_t(4));
        QCOMPARE(statements[0].roles, std::vector<std::string>{"o\"wner"});
        QVERIFY(!statements[0].gives);
        QCOMPARE(statements[1].roles, std::vector<std::string>{"we;ird TO x"});
        QVERIFY(statements[1].gives && statements[1].actAs.empty());
        QVERIFY(statements[2].roles.empty());
        QCOMPARE(statements[2].actAs, std::string("grant or"));
        QCOMPARE(statements[3].roles, std::vector<std::string>{"gone"});
        QVERIFY(!statements[3].gives && statements[3].actAs.empty());
        const auto defaults = parseAclStatements(
            "ALTER DEFAULT PRIVILEGES FOR ROLE \"A b\" IN SCHEMA s GRANT SELECT ON TABLES  TO reader;\n");
        QCOMPARE(defaults.at(0).roles, (std::vector<std::string>{"reader", "A b"}));
    }
    void policies_missingRole_keepTheOthers()
    {
        const std::string policy = "CREATE POLICY \"p TO q\" ON s.\"to\" FOR SELECT TO gone, \"o,k\", PUBLIC USING ((a = 'TO x'::text));";
        QCOMPARE(policyRoles(policy), (std::vector<std::string>{"gone", "o,k"}));
        QCOMPARE(policyWithoutRoles(policy, {"gone"}),
            std::string("CREATE POLICY \"p TO q\" ON s.\"to\" FOR SELECT TO \"o,k\", PUBLIC USING ((a = 'TO x'::text));"));
        QVERIFY(policyRoles("CREATE POLICY p ON t USING (true);").empty());
        QCOMPARE(userMappingRole("CREATE USER MAPPING FOR \"x y\" SERVER s OPTIONS (\"user\" 'for z');"),
            std::string("x y"));
    }
    void routines_language_isFoundBehindTheArguments()
    {
        QCOMPARE(functionLanguage("CREATE FUNCTION public.f(language text DEFAULT 'LANGUAGE c'::text) RETURNS int\n"
                                  "    LANGUAGE plpgsql\n    AS $$LANGUAGE internal$$;"),
            std::string("plpgsql"));
        QVERIFY(saysOutsideQuotes("CREATE PUBLICATION \"for all tables\" FOR ALL TABLES WITH (x)", "for all tables"));
        QVERIFY(!saysOutsideQuotes("CREATE PUBLICATION \"for all tables\" WITH (x)", "for all tables"));
    }
    void plan_oneRoleGone_leavesOutOnlyItsOwn()
    {
        ArchiveItem table;
        table.id = 1;
        table.kind = "TABLE";
        table.schema = "public";
        table.name = "people";
        table.owner = "app";
        ArchiveItem grants = table;
        grants.id = 2;
        grants.kind = "ACL";
        grants.name = "TABLE people";
        grants.definition = "GRANT SELECT ON TABLE public.people TO intern;\nGRANT INSERT ON TABLE public.people TO clerk;\n";
        ArchiveItem other = grants;
        other.id = 3;
        other.definition = "GRANT SELECT ON TABLE public.other TO clerk;\n";
        const RightsPlan plan = planRights({table, grants, other}, serverWith({"app", "clerk"}));
        QVERIFY(plan.owners && plan.grants);
        QCOMPARE(plan.leftOut, std::set<std::int64_t>{2});
        QCOMPARE(plan.afterwards.size(), std::size_t(1));
        QCOMPARE(plan.afterwards[0].sql, std::string("GRANT INSERT ON TABLE public.people TO clerk"));
        QCOMPARE(plan.losses.size(), std::size_t(1));
        QVERIFY(plan.losses[0].english().find("intern") != std::string::npos);
        QVERIFY(plan.losses[0].english().find("public.people") != std::string::npos);

        ArchiveItem ofDatabase = grants; // by its name, which may be the live one's
        ofDatabase.id = 4;
        ofDatabase.schema.clear();
        ofDatabase.name = "DATABASE hr";
        ofDatabase.definition = "GRANT CONNECT ON DATABASE hr TO clerk;\nGRANT CONNECT ON DATABASE hr TO intern;\n";
        QVERIFY(planRights({ofDatabase}, serverWith({"clerk"})).afterwards.empty());
        QVERIFY(planRights({ofDatabase}, serverWith({"clerk"})).complete());

        const RightsPlan ownerless = planRights({table, grants, other}, serverWith({"clerk", "intern"}));
        QVERIFY(!ownerless.owners && !ownerless.grants);
        QCOMPARE(ownerless.afterwards.size(), std::size_t(3));
        QVERIFY(ownerless.losses.at(0).english().find("app") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstAclStatements)
#include "tst_acl_statements.moc"
