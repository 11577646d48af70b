-- SPDX-License-Identifier: GPL-3.0-or-later
-- The tables that the deployment guide names, as the QBM system of the lab has them. Run by psql into an empty database.
-- Variables: anchor (the lab's "now"), days (of predictions before it).

CREATE EXTENSION pg_stat_statements;

CREATE SEQUENCE prediction_accuracy_log_id_seq;

CREATE TABLE prediction_accuracy_log (
    id bigint NOT NULL DEFAULT nextval('prediction_accuracy_log_id_seq'),
    model_id text NOT NULL,
    prediction_id text NOT NULL,
    prediction_type text NOT NULL,
    prediction_date timestamptz NOT NULL,
    predicted_value double precision NOT NULL,
    actual_value double precision, -- null until it is known
    absolute_error double precision,
    percentage_error double precision,
    confidence_interval_lower double precision NOT NULL,
    confidence_interval_upper double precision NOT NULL,
    is_outlier boolean NOT NULL DEFAULT false
) PARTITION BY RANGE (prediction_date);

ALTER SEQUENCE prediction_accuracy_log_id_seq OWNED BY prediction_accuracy_log.id;

-- One partition a month, from the first prediction to the month after next, named as in the guide.
SELECT format('CREATE TABLE %I PARTITION OF prediction_accuracy_log FOR VALUES FROM (%L) TO (%L)',
              'prediction_accuracy_log_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month')
  FROM generate_series(date_trunc('month', :'anchor'::timestamptz - make_interval(days => :days)),
                       date_trunc('month', :'anchor'::timestamptz) + interval '2 months',
                       interval '1 month') AS month
\gexec

CREATE TABLE marginal_analysis_results (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_id text NOT NULL,
    analysis_date timestamptz NOT NULL,
    feature_name text NOT NULL,
    marginal_effect double precision NOT NULL,
    elasticity double precision NOT NULL,
    p_value double precision NOT NULL CHECK (p_value BETWEEN 0 AND 1),
    confidence_lower double precision NOT NULL,
    confidence_upper double precision NOT NULL
);

CREATE TABLE data_quality_check (
    check_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    check_type text NOT NULL,
    check_result text NOT NULL CHECK (check_result IN ('pass', 'warn', 'fail')),
    check_message text NOT NULL,
    check_date timestamptz NOT NULL
);

CREATE TABLE model_performance_history (
    model_id text NOT NULL,
    evaluation_date timestamptz NOT NULL,
    accuracy_rate double precision NOT NULL,
    mean_absolute_error double precision NOT NULL,
    root_mean_squared_error double precision NOT NULL,
    r_squared double precision NOT NULL,
    PRIMARY KEY (model_id, evaluation_date)
);

CREATE TABLE model_parameters_storage (
    model_id text NOT NULL,
    model_type text NOT NULL,
    parameters jsonb NOT NULL,
    trained_at timestamptz NOT NULL,
    PRIMARY KEY (model_id, trained_at)
);
