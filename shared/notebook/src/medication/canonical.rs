//! One string of bytes for one content, letter by letter: by it a sheet is recognised that was scanned before there was
//! [`meaning`](Dispensing::meaning). Nothing new is kept by it, so the layout never changes.

use super::dispensing::{Dispensing, DosageForm, Drug, Group, Prescriber, QuantityBasis};

/// Marks the layout below.
const LAYOUT: &[u8] = b"dispensing/1";

impl Dispensing {
    /// The content as bytes, to be hashed: the same for the same sheet however it was split, with either form of dates,
    /// with or without trailing empty fields, and whatever the version header. The id and the source are not in it.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Canonical(LAYOUT.to_vec());
        out.text(&self.dispensed_on.format("%Y%m%d").to_string());
        let pharmacy = &self.pharmacy;
        for field in [&pharmacy.code, &pharmacy.name, &pharmacy.phone, &pharmacy.staff] {
            out.optional(field.as_deref());
        }
        out.prescriber(&self.prescriber);
        out.list(&self.groups, Canonical::group);
        for list in [&self.cautions, &self.remarks, &self.leftovers] {
            out.list(list, |out, text| out.text(text));
        }
        out.list(&self.provided, |out, provided| {
            out.text(provided.category.code());
            out.text(&provided.text);
        });
        out.0
    }
}

/// Every value has its length before it, so that no two contents give the same bytes.
struct Canonical(Vec<u8>);

impl Canonical {
    fn text(&mut self, text: &str) {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        self.0.push(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn list<T>(&mut self, list: &[T], mut item: impl FnMut(&mut Self, &T)) {
        let length = u64::try_from(list.len()).unwrap_or(u64::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        for element in list {
            item(self, element);
        }
    }

    fn prescriber(&mut self, prescriber: &Prescriber) {
        for field in [&prescriber.institution_code, &prescriber.institution, &prescriber.doctor, &prescriber.department]
        {
            self.optional(field.as_deref());
        }
    }

    fn group(&mut self, group: &Group) {
        self.text(&group.rp.to_string());
        self.optional(group.usage_text.as_deref());
        self.optional(group.usage_code.as_deref());
        self.optional(group.dosage_form.map(DosageForm::code));
        self.optional(group.supply_count.map(|count| count.to_string()).as_deref());
        self.optional(group.supply_unit.as_deref());
        self.list(&group.drugs, Self::drug);
        self.list(&group.notes, |out, text| out.text(text));
        self.0.push(u8::from(group.prescriber.is_some()));
        if let Some(prescriber) = &group.prescriber {
            self.prescriber(prescriber);
        }
    }

    fn drug(&mut self, drug: &Drug) {
        self.text(&drug.name);
        self.optional(drug.quantity.map(|quantity| quantity.to_string()).as_deref());
        self.optional(drug.unit.as_deref());
        self.text(match drug.quantity_basis {
            QuantityBasis::PerDay => "per_day",
            QuantityBasis::PerUse => "per_use",
            // What nothing told was taken for the total when this layout was written.
            QuantityBasis::Total | QuantityBasis::Unknown => "total",
        });
        self.optional(drug.code.as_ref().map(|code| code.system.kind()));
        self.optional(drug.code.as_ref().map(|code| code.value.as_str()));
        self.optional(drug.generic_name.as_deref());
        self.optional(drug.generic_name_code.as_deref());
        self.list(&drug.notes, |out, text| out.text(text));
    }
}
