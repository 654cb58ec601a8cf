/** Width of a picture where none is asked for, CSS pixels. */
export const usualWidth = 720;

/** How a picture is to look where there is no page that says so. */
export interface StaticLook {
  /** Width of the picture in CSS pixels. Default 720, less where the sides of an `<attention-view>` would be empty. */
  width?: number;
  /** `light` (default) or `dark`. */
  theme?: 'light' | 'dark';
  /** Language of words in the picture. Default `en`. */
  lang?: string;
  /** Default `system-ui, sans-serif`. */
  fontFamily?: string;
  fontSize?: number;
  /** Leaves the ground out, so that the page shines through. */
  transparent?: boolean;
}

/** A picture that no element is needed for. */
export interface StaticPicture {
  svg: string;
  /** What a screen reader is told. */
  description: string;
  width: number;
  height: number;
}
