//! Two spellings of one name.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Answer {
    #[shared(type = u16)]
    HttpCode,
    //~ UNDO:    #[shared(type = u16, key = "OTHER_HTTP_CODE", accessor = "other_http_code")]
    #[shared(type = u16, accessor = "other_http_code")]
    HTTPCode,
}

pub fn uses(answer: AnswerRef<'_>) -> u16 {
    answer.get(Answer::HTTP_CODE)
}

fn main() {}
