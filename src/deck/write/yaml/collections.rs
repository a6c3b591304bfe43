//! Sequences, structs and maps, element by element.

use super::{Block, Error, MapBlock};
use crate::deck::write::key_text::KeyText;
use serde::Serialize;
use serde::ser;

impl ser::SerializeSeq for Block<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish("[]");
        Ok(())
    }
}

impl ser::SerializeStruct for Block<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.key(key);
        self.value(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish("{}");
        Ok(())
    }
}

impl ser::SerializeMap for MapBlock<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = key.serialize(KeyText)?;
        self.block.key(&self.key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.block.value(&self.key, value)?;
        let range = self.block.key_start..self.block.out.len();
        self.block
            .entries
            .push((std::mem::take(&mut self.key), range));
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        self.block.finish("{}");
        Ok(())
    }
}
