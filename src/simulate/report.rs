//! The answer to one request, for people and for programs.

use super::answer::{Answer, HostHeader};
use super::explain::{Loser, Reason};
use super::gateway::Gateway;
use super::ignored::WouldAnswer;
use super::plugins;
use super::request::Request;
use crate::escape::line::clean;
use serde_json::{Value, json};

/// All that is known about a request.
#[derive(Debug)]
pub struct Report<'a> {
    /// The configuration.
    pub gateway: &'a Gateway,
    /// The request.
    pub request: &'a Request,
    /// The answer; none is 404.
    pub answer: Option<Answer<'a>>,
    /// Routes that Kong may pick instead, because it does not agree with itself on their order.
    pub may_also_answer: Vec<&'a str>,
    /// Where the winning route is written: file, line, object and field.
    pub written_at: Option<String>,
    /// Objects that the controller leaves alone and that ask for a request without answer.
    pub ignored: Vec<WouldAnswer>,
    /// The others.
    pub losers: Vec<Loser<'a>>,
}

impl Report<'_> {
    /// For people, harmless for a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![self.request.to_string()];
        match &self.answer {
            None => {
                lines.push("no route matches: 404".to_owned());
                lines.extend(
                    self.ignored
                        .iter()
                        .map(|object| format!("ignored   {object}")),
                );
            }
            Some(answer) => self.add_answer(answer, &mut lines),
        }
        if !self.losers.is_empty() {
            let title = if self.answer.is_some() {
                "others:"
            } else {
                "nearest routes:"
            };
            lines.push(title.to_owned());
            lines.extend(self.losers.iter().map(|loser| match &loser.reason {
                Reason::RanksLower(why) => format!("  {} matches too, but {why}", loser.route),
                Reason::Lacks(conditions) => {
                    format!("  {} needs {}", loser.route, conditions.join("; "))
                }
            }));
        }
        lines.iter().map(|line| clean(line) + "\n").collect()
    }

    fn add_answer(&self, answer: &Answer<'_>, lines: &mut Vec<String>) {
        lines.push(format!("route     {}", answer.route.name));
        if let Some(place) = &self.written_at {
            lines.push(format!("          {place}"));
        }
        if let Some(service) = answer.service {
            lines.push(format!("service   {}", service.name));
        }
        if let Some(status) = answer.status {
            let grpc = status
                .grpc
                .map_or_else(String::new, |code| format!(" (grpc-status {code})"));
            lines.push(format!(
                "status    {}{grpc}, answered by Kong itself",
                status.code
            ));
        }
        lines.push(format!("upstream  {}", self.upstream_target(answer)));
        lines.push(format!("host      {}", self.host(answer)));
        for other in &self.may_also_answer {
            lines.push(format!("note      Kong may answer with {other} instead: a gateway that has just started orders these two the other way round"
            ));
        }
        for (target, share) in self.shares(answer) {
            lines.push(format!("target    {target} {share:.1}%"));
        }
        for running in plugins::running(self.gateway, answer.route) {
            let condition = if running.depends_on_consumer() {
                ", when it is the one who asks"
            } else {
                ""
            };
            lines.push(format!(
                "plugin    {} ({}{condition})",
                running.plugin.name,
                running.scope()
            ));
        }
    }

    /// For programs.
    pub fn json(&self) -> String {
        let losers: Vec<Value> = self
            .losers
            .iter()
            .map(|loser| match &loser.reason {
                Reason::RanksLower(why) => {
                    json!({"route": loser.route, "matches": true, "reason": why})
                }
                Reason::Lacks(conditions) => {
                    json!({"route": loser.route, "matches": false, "lacks": conditions})
                }
            })
            .collect();
        let request = json!({
            "method": self.request.method,
            "scheme": self.request.scheme.as_str(),
            "host": self.request.host,
            "path": self.request.target,
            "sni": self.request.sni,
        });
        let report = match &self.answer {
            None => json!({
                "request": request,
                "route": null,
                "status": 404,
                "ignored": self.ignored.iter().map(WouldAnswer::to_json).collect::<Vec<_>>(),
                "others": losers,
            }),
            Some(answer) => json!({
                "request": request,
                "route": answer.route.name,
                "written_at": self.written_at,
                "may_also_answer": self.may_also_answer,
                "service": answer.service.map(|service| &service.name),
                "status": answer.status.map(|status| status.code),
                "grpc_status": answer.status.and_then(|status| status.grpc),
                "upstream_uri": answer.upstream_uri,
                "host_header": self.host(answer),
                "captures": answer.captures,
                "targets": self.shares(answer).iter()
                    .map(|(target, share)| json!({"target": target, "share": share}))
                    .collect::<Vec<_>>(),
                "plugins": plugins::running(self.gateway, answer.route).iter()
                    .map(|running| json!({
                        "name": running.plugin.name,
                        "instance_name": running.plugin.instance_name,
                        "priority": running.priority,
                        "scope": running.scope(),
                    }))
                    .collect::<Vec<_>>(),
                "others": losers,
            }),
        };
        format!("{report:#}\n")
    }

    fn upstream_target(&self, answer: &Answer<'_>) -> String {
        match self.request.query() {
            Some(query) => format!("{}?{query}", answer.upstream_uri),
            None => answer.upstream_uri.clone(),
        }
    }

    fn host(&self, answer: &Answer<'_>) -> String {
        match &answer.host_header {
            HostHeader::Kept => self.request.host.clone(),
            HostHeader::Fixed(host) => host.clone(),
            HostHeader::OfTarget => "the name of the target".to_owned(),
        }
    }

    /// Targets with their share of the traffic in percent, by weight.
    fn shares(&self, answer: &Answer<'_>) -> Vec<(String, f64)> {
        let targets = self.gateway.targets_of(answer.service);
        let weights = targets.iter().map(|(_, weight)| *weight.max(&0));
        let total: i64 = weights.fold(0, i64::saturating_add);
        targets
            .into_owned()
            .into_iter()
            .map(|(target, weight)| {
                #[expect(clippy::cast_precision_loss, reason = "weights are at most 65535 each")]
                let share = if total > 0 {
                    weight.max(0) as f64 * 100.0 / total as f64
                } else {
                    0.0
                };
                (target, share)
            })
            .collect()
    }
}
