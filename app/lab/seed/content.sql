-- SPDX-License-Identifier: GPL-3.0-or-later
-- Fills the lab's tables. The table lab_model (model_id, day, accuracy) is there already and says how good each model was
-- on each day: the same story that the metric model_accuracy_score tells.
-- Variables: anchor, days, seed (-1..1), per_day (predictions a day and model).

-- One order of evaluation, so that one seed gives one content.
SET max_parallel_workers_per_gather = 0;
SELECT setseed(:seed);

-- A standard normal variable (Box and Muller).
CREATE FUNCTION pg_temp.normal() RETURNS double precision LANGUAGE sql VOLATILE
    AS $$ SELECT sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) $$;

-- The percentage error is normal with mean |error| = 100 * (1 - accuracy); one prediction in 150 is far off and marked.
-- What a prediction is about comes true two days later, so the newest have no actual value yet.
INSERT INTO prediction_accuracy_log (model_id, prediction_id, prediction_type, prediction_date, predicted_value, actual_value,
                                     absolute_error, percentage_error, confidence_interval_lower, confidence_interval_upper, is_outlier)
SELECT model_id,
       md5(model_id || made::text || number),
       prediction_type,
       made,
       actual * (1 + ratio),
       CASE WHEN known THEN actual END,
       CASE WHEN known THEN abs(actual * ratio) END,
       CASE WHEN known THEN 100 * abs(ratio) END,
       actual * (1 + ratio) - 1.96 * spread * level,
       actual * (1 + ratio) + 1.96 * spread * level,
       known AND outlier
  FROM (SELECT model_id, number, made, outlier, level, spread, prediction_type,
               made < :'anchor'::timestamptz - interval '2 days' AS known,
               level * (1 + 0.25 * weekly) * exp(0.3 * wobble) AS actual,
               CASE WHEN outlier THEN sign(error) * (abs(error) + 8 * spread) ELSE error END AS ratio
          FROM (SELECT model_id, number, level, prediction_type,
                       day + (number + random()) * interval '1 day' / :per_day AS made,
                       random() < 1.0 / 150 AS outlier,
                       sqrt(pi() / 2) * (1 - accuracy) AS spread,
                       sin(2 * pi() * extract(doy FROM day) / 7) AS weekly,
                       pg_temp.normal() AS wobble,
                       pg_temp.normal() * sqrt(pi() / 2) * (1 - accuracy) AS error
                  FROM lab_model
                  JOIN (VALUES ('revenue_forecast', 'revenue', 120000.0), ('churn_risk', 'churn_probability', 0.2),
                               ('price_elasticity', 'elasticity', 1.3)) AS kinds (model_id, prediction_type, level) USING (model_id)
                  CROSS JOIN generate_series(0, :per_day - 1) AS number
                  WHERE day < :'anchor'::timestamptz) AS drawn) AS predicted
 WHERE made < :'anchor'::timestamptz;

INSERT INTO marginal_analysis_results (model_id, analysis_date, feature_name, marginal_effect, elasticity, p_value,
                                       confidence_lower, confidence_upper)
SELECT model_id, day + interval '3 hours', feature, effect, effect * 0.8,
       -- Two-sided p value of effect / error by the logistic approximation of the normal distribution.
       2 / (1 + exp(1.702 * abs(effect / error))),
       effect - 1.96 * error, effect + 1.96 * error
  FROM (SELECT model_id, day, feature, error,
               base * (1 + 0.15 * sin(2 * pi() * extract(epoch FROM day) / 86400 / 30)) + error * pg_temp.normal() AS effect
          FROM (SELECT DISTINCT model_id, day FROM lab_model WHERE day + interval '3 hours' < :'anchor'::timestamptz) AS days
          CROSS JOIN (VALUES ('price', -1.30, 0.12), ('marketing_spend', 0.42, 0.06), ('sales_headcount', 0.31, 0.05),
                             ('delivery_time_days', -0.22, 0.07), ('support_response_hours', -0.11, 0.05),
                             ('discount_rate', 0.27, 0.09), ('website_visits', 0.18, 0.03), ('seasonality_index', 0.55, 0.08),
                             ('competitor_price', 0.38, 0.11), ('product_breadth', 0.09, 0.06))
                     AS features (feature, base, error)) AS effects;

-- Every six hours; the accuracy checks fail where the drifting model falls below 0.85.
INSERT INTO data_quality_check (check_type, check_result, check_message, check_date)
SELECT kind,
       CASE WHEN chance < 0.015 THEN 'fail' WHEN chance < 0.06 THEN 'warn' ELSE 'pass' END,
       CASE WHEN chance < 0.015 THEN bad WHEN chance < 0.06 THEN odd ELSE good END,
       at
  FROM (SELECT kind, good, odd, bad, at, random() AS chance
          FROM generate_series(:'anchor'::timestamptz - make_interval(days => :days), :'anchor'::timestamptz, interval '6 hours') AS at
          CROSS JOIN (VALUES
              ('completeness', 'No column has missing values', 'Column delivery_time_days misses 0.4 % of its values',
               'Column marketing_spend misses 12 % of its values'),
              ('uniqueness', 'No duplicate order', '3 duplicate orders were merged', '214 duplicate orders came with one import'),
              ('freshness', 'The newest order is 11 minutes old', 'The newest order is 74 minutes old',
               'The newest order is 9 hours old'),
              ('range', 'All prices lie between 0 and 50,000', '2 prices lie above 50,000', '61 prices are negative'),
              ('referential', 'Every order has its customer', '1 order has no customer', '37 orders have no customer'))
                     AS checks (kind, good, odd, bad)) AS results;
INSERT INTO data_quality_check (check_type, check_result, check_message, check_date)
SELECT 'model_accuracy',
       CASE WHEN accuracy < 0.85 THEN 'fail' WHEN accuracy < 0.87 THEN 'warn' ELSE 'pass' END,
       format('Accuracy of %s is %s', model_id, round(accuracy::numeric, 3)),
       least(day + interval '6 hours', :'anchor'::timestamptz)
  FROM lab_model
 ORDER BY day;

-- What the prediction log itself says, day by day.
INSERT INTO model_performance_history
SELECT model_id, date_trunc('day', prediction_date) + interval '1 day',
       1 - avg(percentage_error) FILTER (WHERE NOT is_outlier) / 100,
       avg(absolute_error), sqrt(avg(absolute_error * absolute_error)),
       1 - sum(absolute_error * absolute_error) / nullif(regr_sxx(actual_value, actual_value), 0)
  FROM prediction_accuracy_log
 WHERE actual_value IS NOT NULL
 GROUP BY 1, 2
HAVING count(*) > 100;

INSERT INTO model_parameters_storage (model_id, model_type, parameters, trained_at)
SELECT model_id, model_type,
       jsonb_build_object('learning_rate', round((0.03 + 0.02 * random())::numeric, 4), 'max_depth', 4 + floor(4 * random()),
                          'n_estimators', 200 + 50 * floor(6 * random()), 'seed', 20240115,
                          'features', jsonb_build_array('price', 'marketing_spend', 'sales_headcount', 'discount_rate'),
                          'training_rows', 180000 + floor(20000 * random())),
       :'anchor'::timestamptz - make_interval(days => :days) + number * interval '14 days'
  FROM (VALUES ('revenue_forecast', 'gradient_boosting'), ('churn_risk', 'logistic_regression'),
               ('price_elasticity', 'bayesian_regression')) AS models (model_id, model_type)
  CROSS JOIN generate_series(0, :days / 14) AS number;

DROP TABLE lab_model;

-- Indexes after the rows: several times faster.
ALTER TABLE prediction_accuracy_log ADD PRIMARY KEY (id, prediction_date);
CREATE INDEX idx_prediction_accuracy_model ON prediction_accuracy_log (model_id, prediction_date);
CREATE INDEX idx_marginal_analysis_date ON marginal_analysis_results (analysis_date);
CREATE INDEX idx_data_quality_check_date ON data_quality_check (check_date);

CREATE VIEW model_accuracy_daily AS
SELECT model_id, date_trunc('day', prediction_date) AS day, count(*) AS predictions, count(actual_value) AS known,
       avg(percentage_error) AS mean_percentage_error,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY percentage_error) AS p95_percentage_error,
       count(*) FILTER (WHERE is_outlier) AS outliers
  FROM prediction_accuracy_log
 GROUP BY 1, 2;

VACUUM ANALYZE;
SELECT pg_stat_reset();
SELECT pg_stat_statements_reset();
