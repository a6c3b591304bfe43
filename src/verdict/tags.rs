//! Tags, which most entities have (spec 70, 5.1).

use super::text;
use crate::annotations::table::TAGS;
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::kong::names::Tag;
use crate::origin::Origin;

/// Report tags that Kong would refuse: KIC takes those of the annotation as they are written.
pub(super) fn judge(tags: &[Tag], subject: Subject<'_>, diagnostics: &mut Diagnostics) {
    let object = &subject.origin.object;
    let at = || match TAGS.written(object) {
        Some(_) => TAGS.at(object),
        None => subject.origin.clone(),
    };
    judge_at(tags, subject, at, diagnostics);
}

/// The same for tags that come from elsewhere than the object of the entity.
pub(super) fn judge_at(
    tags: &[Tag],
    subject: Subject<'_>,
    at: impl Fn() -> Origin,
    diagnostics: &mut Diagnostics,
) {
    for (index, tag) in tags.iter().enumerate() {
        // What KIC makes itself is in order: it consists of names that the API server has checked.
        if !tag.as_str().starts_with("k8s-") && !text::is_tag(tag.as_str()) {
            diagnostics.push(subject.at(&at()).has_bad_format(
                &format!("tags.{}", index + 1),
                "a tag of printable characters, without `,` and `/`",
            ));
        }
    }
}
