//! Structures as a message of SDMX-ML.
//!
//! In: [`Structures`]. Out: one document that holds the concept scheme, the code lists, the data structures and the dataflows.
//! The two versions differ in how one thing names another, and in where the measure stands.

use std::io::Result;

use super::structures::{Annotation, Component, Definition, Item, ItemList, Names, Place, Representation, Structures};
use super::xml::Xml;
use crate::model::closed_set;

closed_set!(
    /// A version of SDMX-ML.
    Version {
        /// 2.1, which most agencies read.
        V21 = "2.1",
        /// 3.0.
        V30 = "3.0",
    }
);

impl Version {
    /// The namespace of one part of the version.
    pub(crate) fn namespace(self, part: &str) -> String {
        let version = if self == Self::V21 { "v2_1" } else { "v3_0" };
        format!("http://www.sdmx.org/resources/sdmxml/schemas/{version}/{part}")
    }
}

/// Writes the structures as one message; the same structures give the same bytes.
///
/// # Errors
/// The document can't be written.
pub fn structure_message(structures: &Structures, version: Version) -> Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let namespaces = ["message", "structure", "common"].map(|part| version.namespace(part));
    let [message, structure, common] = &namespaces;
    xml.open("mes:Structure", &[("xmlns:mes", message.as_str()), ("xmlns:str", structure.as_str()), ("xmlns:com", common.as_str())])?;
    xml.open("mes:Header", &[])?;
    xml.text("mes:ID", &[], &format!("{}_{}", structures.agency, structures.scheme))?;
    xml.text("mes:Test", &[], "false")?;
    // The day of the standard and no clock: the same standard gives the same message.
    xml.text("mes:Prepared", &[], &format!("{}T00:00:00Z", structures.day))?;
    xml.empty("mes:Sender", &[("id", &structures.agency)])?;
    xml.close("mes:Header")?;
    xml.open("mes:Structures", &[])?;
    let mut writing = Writing { xml, structures, version };
    // The order of the parts is that of the schemas.
    match version {
        Version::V21 => {
            writing.dataflows()?;
            writing.lists()?;
            writing.concepts()?;
            writing.definitions()?;
        }
        Version::V30 => {
            writing.lists()?;
            writing.concepts()?;
            writing.dataflows()?;
            writing.definitions()?;
        }
    }
    let mut xml = writing.xml;
    xml.close("mes:Structures")?;
    xml.close("mes:Structure")?;
    Ok(xml.finish())
}

/// Kinds of things that others refer to, with their package and class.
#[derive(Clone, Copy)]
enum Class {
    CodeList,
    ConceptScheme,
    DataStructure,
    Dataflow,
}

impl Class {
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::CodeList => ("codelist", "Codelist"),
            Self::ConceptScheme => ("conceptscheme", "ConceptScheme"),
            Self::DataStructure => ("datastructure", "DataStructure"),
            Self::Dataflow => ("datastructure", "Dataflow"),
        }
    }
}

struct Writing<'a> {
    xml: Xml,
    structures: &'a Structures,
    version: Version,
}

impl Writing<'_> {
    fn urn(&self, class: Class, id: &str) -> String {
        let (package, name) = class.names();
        format!("urn:sdmx:org.sdmx.infomodel.{package}.{name}={}", self.structures.reference(id))
    }

    /// Opens something that the agency keeps.
    fn kept(&mut self, element: &str, class: Class, id: &str, annotations: &[Annotation], names: &Names) -> Result<()> {
        let urn = self.urn(class, id);
        let mut attributes = vec![
            ("id", id),
            ("urn", urn.as_str()),
            ("agencyID", self.structures.agency.as_str()),
            ("version", self.structures.version.as_str()),
        ];
        if self.version == Version::V21 {
            attributes.push(("isFinal", "true"));
        }
        self.xml.open(element, &attributes)?;
        self.annotations(annotations)?;
        self.names(names)
    }

    fn names(&mut self, names: &Names) -> Result<()> {
        names.iter().try_for_each(|(language, text)| self.xml.text("com:Name", &[("xml:lang", language.as_str())], text))
    }

    fn annotations(&mut self, annotations: &[Annotation]) -> Result<()> {
        if annotations.is_empty() {
            return Ok(());
        }
        self.xml.open("com:Annotations", &[])?;
        for annotation in annotations {
            self.xml.open("com:Annotation", &[])?;
            self.xml.text("com:AnnotationType", &[], &annotation.kind)?;
            self.xml.text("com:AnnotationText", &[("xml:lang", "en")], &annotation.text)?;
            self.xml.close("com:Annotation")?;
        }
        self.xml.close("com:Annotations")
    }

    /// Names another thing: by its parts in 2.1, by its urn in 3.0.
    fn refer(&mut self, element: &str, class: Class, id: &str, item: Option<&str>) -> Result<()> {
        let (package, name) = class.names();
        let structures = self.structures;
        match (self.version, item) {
            (Version::V21, None) => {
                let reference =
                    [("id", id), ("version", &structures.version), ("agencyID", &structures.agency), ("package", package), ("class", name)];
                self.xml.open(element, &[])?;
                self.xml.empty("Ref", &reference)?;
                self.xml.close(element)
            }
            (Version::V21, Some(item)) => {
                let reference = [
                    ("id", item),
                    ("maintainableParentID", id),
                    ("maintainableParentVersion", &structures.version),
                    ("agencyID", &structures.agency),
                    ("package", package),
                    ("class", "Concept"),
                ];
                self.xml.open(element, &[])?;
                self.xml.empty("Ref", &reference)?;
                self.xml.close(element)
            }
            (Version::V30, None) => {
                let urn = self.urn(class, id);
                self.xml.text(element, &[], &urn)
            }
            (Version::V30, Some(item)) => {
                let urn = format!("urn:sdmx:org.sdmx.infomodel.{package}.Concept={}.{item}", structures.reference(id));
                self.xml.text(element, &[], &urn)
            }
        }
    }

    fn lists(&mut self) -> Result<()> {
        self.xml.open("str:Codelists", &[])?;
        for list in &self.structures.lists {
            self.list(list)?;
        }
        self.xml.close("str:Codelists")
    }

    fn list(&mut self, list: &ItemList) -> Result<()> {
        self.kept("str:Codelist", Class::CodeList, &list.id, &list.annotations, &list.names)?;
        for item in &list.items {
            self.item("str:Code", "codelist.Code", &list.id, item)?;
        }
        self.xml.close("str:Codelist")
    }

    fn item(&mut self, element: &str, class: &str, scheme: &str, item: &Item) -> Result<()> {
        let urn = format!("urn:sdmx:org.sdmx.infomodel.{class}={}.{}", self.structures.reference(scheme), item.id);
        self.xml.open(element, &[("id", &item.id), ("urn", &urn)])?;
        // The schema of 3.0 takes a parent only where its id begins with a letter, and that of `002` or `_T` does not.
        let nameless = item.parent.as_ref().filter(|id| self.version == Version::V30 && !id.starts_with(|c: char| c.is_ascii_alphabetic()));
        let mut annotations = item.annotations.clone();
        annotations.extend(nameless.map(|parent| Annotation { kind: "PARENT".to_owned(), text: parent.clone() }));
        self.annotations(&annotations)?;
        self.names(&item.names)?;
        match (item.parent.as_ref().filter(|_| nameless.is_none()), self.version) {
            (Some(parent), Version::V21) => {
                self.xml.open("str:Parent", &[])?;
                self.xml.empty("Ref", &[("id", parent)])?;
                self.xml.close("str:Parent")?;
            }
            (Some(parent), Version::V30) => self.xml.text("str:Parent", &[], parent)?,
            (None, _) => {}
        }
        self.xml.close(element)
    }

    fn concepts(&mut self) -> Result<()> {
        let structures = self.structures;
        let part = if self.version == Version::V21 { "str:Concepts" } else { "str:ConceptSchemes" };
        self.xml.open(part, &[])?;
        self.kept("str:ConceptScheme", Class::ConceptScheme, &structures.scheme, &[], &structures.scheme_names)?;
        for item in &structures.concepts {
            self.item("str:Concept", "conceptscheme.Concept", &structures.scheme, item)?;
        }
        self.xml.close("str:ConceptScheme")?;
        self.xml.close(part)
    }

    fn dataflows(&mut self) -> Result<()> {
        self.xml.open("str:Dataflows", &[])?;
        for definition in &self.structures.definitions {
            self.kept("str:Dataflow", Class::Dataflow, &definition.flow, &[], &definition.names)?;
            self.refer("str:Structure", Class::DataStructure, &definition.id, None)?;
            self.xml.close("str:Dataflow")?;
        }
        self.xml.close("str:Dataflows")
    }

    fn definitions(&mut self) -> Result<()> {
        self.xml.open("str:DataStructures", &[])?;
        for definition in &self.structures.definitions {
            self.definition(definition)?;
        }
        self.xml.close("str:DataStructures")
    }

    fn definition(&mut self, definition: &Definition) -> Result<()> {
        self.kept("str:DataStructure", Class::DataStructure, &definition.id, &[], &definition.names)?;
        self.xml.open("str:DataStructureComponents", &[])?;
        self.xml.open("str:DimensionList", &[("id", "DimensionDescriptor")])?;
        // SDMX has the time last, since it is no part of the key of a series.
        let (time, others): (Vec<_>, Vec<_>) = definition.dimensions().partition(|dimension| dimension.values == Representation::Period);
        for (index, dimension) in others.into_iter().chain(time).enumerate() {
            self.dimension(dimension, index + 1)?;
        }
        self.xml.close("str:DimensionList")?;
        let of_place = |wanted: fn(Place) -> bool| definition.components.iter().filter(move |one| wanted(one.place));
        let attributes = || of_place(|place| matches!(place, Place::Attribute(_)));
        let measure = of_place(|place| place == Place::Measure).next();
        let measure_id = measure.map_or("OBS_VALUE", |measure| measure.id.as_str());
        self.xml.open("str:AttributeList", &[("id", "AttributeDescriptor")])?;
        for attribute in attributes() {
            self.attribute(attribute, measure_id)?;
        }
        self.xml.close("str:AttributeList")?;
        self.xml.open("str:MeasureList", &[("id", "MeasureDescriptor")])?;
        if let Some(measure) = measure {
            let element = if self.version == Version::V21 { "str:PrimaryMeasure" } else { "str:Measure" };
            self.xml.open(element, &[("id", &measure.id)])?;
            self.component(measure)?;
            self.xml.close(element)?;
        }
        self.xml.close("str:MeasureList")?;
        self.xml.close("str:DataStructureComponents")?;
        self.xml.close("str:DataStructure")
    }

    fn dimension(&mut self, dimension: &Component, position: usize) -> Result<()> {
        let element = if dimension.values == Representation::Period { "str:TimeDimension" } else { "str:Dimension" };
        let position = position.to_string();
        let attributes = [("id", dimension.id.as_str()), ("position", position.as_str())];
        // In 3.0 the time has no position of its own.
        let shown = if dimension.values == Representation::Period && self.version == Version::V30 { 1 } else { 2 };
        self.xml.open(element, &attributes[..shown])?;
        self.component(dimension)?;
        self.xml.close(element)
    }

    fn attribute(&mut self, attribute: &Component, measure: &str) -> Result<()> {
        let always = attribute.place == Place::Attribute(true);
        let said = match (self.version, always) {
            (Version::V21, true) => ("assignmentStatus", "Mandatory"),
            (Version::V21, false) => ("assignmentStatus", "Conditional"),
            (Version::V30, true) => ("usage", "mandatory"),
            (Version::V30, false) => ("usage", "optional"),
        };
        self.xml.open("str:Attribute", &[("id", &attribute.id), said])?;
        self.component(attribute)?;
        self.xml.open("str:AttributeRelationship", &[])?;
        if self.version == Version::V21 {
            self.xml.open("str:PrimaryMeasure", &[])?;
            self.xml.empty("Ref", &[("id", measure)])?;
            self.xml.close("str:PrimaryMeasure")?;
        } else {
            self.xml.empty("str:Observation", &[])?;
        }
        self.xml.close("str:AttributeRelationship")?;
        self.xml.close("str:Attribute")
    }

    /// The concept of a component, and what its values are.
    fn component(&mut self, component: &Component) -> Result<()> {
        let scheme = self.structures.scheme.clone();
        self.refer("str:ConceptIdentity", Class::ConceptScheme, &scheme, Some(&component.id))?;
        self.xml.open("str:LocalRepresentation", &[])?;
        match &component.values {
            Representation::List(list) => self.refer("str:Enumeration", Class::CodeList, list, None)?,
            Representation::Text => self.xml.empty("str:TextFormat", &[("textType", "String")])?,
            Representation::OpenCode => self.xml.empty("str:TextFormat", &[("textType", "String"), ("pattern", "[A-Z0-9_]+")])?,
            Representation::Day => self.xml.empty("str:TextFormat", &[("textType", "GregorianDay")])?,
            Representation::Period => self.xml.empty("str:TextFormat", &[("textType", "ObservationalTimePeriod")])?,
            Representation::Figure => self.xml.empty("str:TextFormat", &[("textType", "Double")])?,
            Representation::Whole => self.xml.empty("str:TextFormat", &[("textType", "Long")])?,
        }
        self.xml.close("str:LocalRepresentation")
    }
}
